package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;

/** Builds a column of bools. */
final class BitsBuilder extends ColumnBuilder {
  private final BitBuffer bits;

  BitsBuilder(DataType type, Allocator allocator) {
    super(type, allocator);
    this.bits = new BitBuffer(allocator);
  }

  @Override
  public void appendBoolean(boolean value) {
    bits.append(value);
    present(1);
  }

  @Override
  public long sizeBytes() {
    return (length() + 7L) >>> 3;
  }

  @Override
  void appendEmpty() {
    bits.append(false);
  }

  @Override
  void appendPresent(Column source, int from, int count) {
    for (int row = from; row < from + count; row++) {
      bits.append(source.booleanAt(row));
    }
  }

  @Override
  MemorySegment values() {
    return bits.segment();
  }
}
