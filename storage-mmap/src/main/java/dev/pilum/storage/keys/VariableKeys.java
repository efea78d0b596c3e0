package dev.pilum.storage.keys;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;

/** Keys that are text or bytes. */
final class VariableKeys implements KeyReader {
  private final Column column;
  private final MemorySegment values;

  VariableKeys(Column column) {
    this.column = column;
    this.values = column.bytes();
  }

  @Override
  public int length() {
    return column.length();
  }

  @Override
  public long hashAt(int row) {
    int start = column.startOf(row);
    return KeyHash.of(values, start, column.endOf(row) - start);
  }

  @Override
  public boolean equalsAt(int row, byte[] key) {
    int start = column.startOf(row);
    return equal(values, start, column.endOf(row) - start, key);
  }

  @Override
  public boolean equalsAt(int row, KeyReader other, int otherRow) {
    VariableKeys keys = (VariableKeys) other;
    int start = column.startOf(row);
    int otherStart = keys.column.startOf(otherRow);
    int length = column.endOf(row) - start;
    return equal(
        values, start, length, keys.values, otherStart, keys.column.endOf(otherRow) - otherStart);
  }

  @Override
  public byte[] bytesAt(int row) {
    return column.bytesAt(row);
  }

  static boolean equal(MemorySegment a, long start, int length, byte[] key) {
    return equal(a, start, length, MemorySegment.ofArray(key), 0, key.length);
  }

  static boolean equal(
      MemorySegment a, long start, int length, MemorySegment b, long otherStart, int otherLength) {
    return length == otherLength
        && MemorySegment.mismatch(a, start, start + length, b, otherStart, otherStart + length) < 0;
  }
}
