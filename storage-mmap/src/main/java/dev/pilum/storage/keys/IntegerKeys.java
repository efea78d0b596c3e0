package dev.pilum.storage.keys;

import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Keys that are whole numbers. */
final class IntegerKeys implements KeyReader {
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment values;
  private final int length;
  private final int bits;
  private final boolean signed;

  IntegerKeys(MemorySegment values, int length, DataType.Int type) {
    this.values = values;
    this.length = length;
    this.bits = type.bits();
    this.signed = type.signed();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long hashAt(int row) {
    return KeyHash.of(longAt(row));
  }

  @Override
  public boolean equalsAt(int row, byte[] key) {
    return key.length == Long.BYTES && (long) LITTLE_ENDIAN.get(key, 0) == longAt(row);
  }

  @Override
  public boolean equalsAt(int row, KeyReader other, int otherRow) {
    return longAt(row) == ((IntegerKeys) other).longAt(otherRow);
  }

  @Override
  public byte[] bytesAt(int row) {
    return KeyBytes.ofLong(longAt(row));
  }

  private long longAt(int row) {
    assert row >= 0 && row < length : row + " of " + length;
    return switch (bits) {
      case 64 -> values.get(Layout.LONG, row * 8L);
      case 32 -> widen(values.get(Layout.INT, row * 4L));
      case 16 -> widen(values.get(Layout.SHORT, row * 2L));
      default -> widen(values.get(ValueLayout.JAVA_BYTE, row));
    };
  }

  private long widen(long value) {
    return signed ? value : value & ((1L << bits) - 1);
  }
}
