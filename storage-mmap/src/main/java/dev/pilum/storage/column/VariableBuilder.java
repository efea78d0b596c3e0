package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;

/** Builds a column of text or binary values. */
final class VariableBuilder extends ColumnBuilder {
  private final OffsetBuffer ends;
  private final GrowingBuffer bytes;

  VariableBuilder(DataType type, Allocator allocator) {
    super(type, allocator);
    this.ends = new OffsetBuffer(allocator);
    this.bytes = new GrowingBuffer(allocator);
  }

  @Override
  public void reserve(int rows) {
    ends.reserve(rows);
  }

  @Override
  public void appendBytes(MemorySegment source, long offsetBytes, long lengthBytes) {
    ends.append(bytes.usedBytes() + lengthBytes);
    bytes.append(source, offsetBytes, lengthBytes);
    present(1);
  }

  @Override
  public long sizeBytes() {
    return ends.sizeBytes() + bytes.usedBytes();
  }

  @Override
  void appendEmpty() {
    ends.append(bytes.usedBytes());
  }

  @Override
  void appendPresent(Column source, int from, int count) {
    int start = source.startOf(from);
    ends.appendEnds(source, from, count, bytes.usedBytes() - start);
    bytes.append(source.bytes(), start, source.startOf(from + count) - start);
  }

  @Override
  MemorySegment offsets() {
    return ends.segment();
  }

  @Override
  MemorySegment values() {
    return bytes.segment();
  }
}
