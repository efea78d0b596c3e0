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
    for (int row = from; row < from + count; row++) {
      int start = source.startOf(row);
      elements.appendRange(source.children().getFirst(), start, source.endOf(row) - start);
      ends.append(elements.length());
    }
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
