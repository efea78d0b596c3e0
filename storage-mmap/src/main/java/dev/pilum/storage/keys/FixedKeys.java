package dev.pilum.storage.keys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Keys that all have the same number of bytes. */
final class FixedKeys implements KeyReader {
  private final MemorySegment values;
  private final int length;
  private final int width;

  FixedKeys(MemorySegment values, int length, int width) {
    this.values = values;
    this.length = length;
    this.width = width;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long hashAt(int row) {
    return KeyHash.of(values, start(row), width);
  }

  @Override
  public boolean equalsAt(int row, byte[] key) {
    return VariableKeys.equal(values, start(row), width, key);
  }

  @Override
  public boolean equalsAt(int row, KeyReader other, int otherRow) {
    FixedKeys keys = (FixedKeys) other;
    return VariableKeys.equal(
        values, start(row), width, keys.values, keys.start(otherRow), keys.width);
  }

  @Override
  public byte[] bytesAt(int row) {
    return values.asSlice(start(row), width).toArray(ValueLayout.JAVA_BYTE);
  }

  private long start(int row) {
    assert row >= 0 && row < length : row + " of " + length;
    return (long) row * width;
  }
}
