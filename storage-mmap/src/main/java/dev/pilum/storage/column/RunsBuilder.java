package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Builds a column of lists. */
final class RunsBuilder extends ColumnBuilder {
  private final OffsetBuffer ends;
  private final ColumnBuilder elements;

  RunsBuilder(DataType type, ColumnBuilder elements, Allocator allocator) {
    super(type, allocator);
    this.ends = new OffsetBuffer(allocator);
    this.elements = elements;
  }

  @Override
  public void reserve(int rows) {
    ends.reserve(rows);
  }

  @Override
  public ColumnBuilder child(int index) {
    assert index == 0 : "a list has one child";
    return elements;
  }

  @Override
  public void endNested() {
    ends.append(elements.length());
    present(1);
  }

  @Override
  public long sizeBytes() {
    return ends.sizeBytes() + elements.sizeBytes();
  }

  @Override
  void appendEmpty() {
    ends.append(elements.length());
  }

  @Override
  void appendPresent(Column source, int from, int count) {
    int start = source.startOf(from);
    ends.appendEnds(source, from, count, (long) elements.length() - start);
    elements.appendRange(source.children().getFirst(), start, source.startOf(from + count) - start);
  }

  @Override
  MemorySegment offsets() {
    return ends.segment();
  }

  @Override
  List<Column> children() {
    return List.of(elements.view());
  }
}
