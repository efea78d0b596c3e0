package dev.pilum.pgvector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes in the network's order, one behind the other, in an array that grows. One thread at a time.
 */
final class TupleBuffer {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[1 << 16];
  private int size;

  /** Returns the array that holds the bytes from 0 to {@link #size}, until the next one is put. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  TupleBuffer putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  TupleBuffer putShort(int value) {
    reserve(2);
    SHORT.set(bytes, size, (short) value);
    size += 2;
    return this;
  }

  TupleBuffer putInt(int value) {
    reserve(4);
    INT.set(bytes, size, value);
    size += 4;
    return this;
  }

  TupleBuffer putLong(long value) {
    reserve(8);
    LONG.set(bytes, size, value);
    size += 8;
    return this;
  }

  TupleBuffer putBytes(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Puts the first {@code count} floats. */
  TupleBuffer putFloats(float[] values, int count) {
    reserve(4 * count);
    for (int i = 0; i < count; i++) {
      INT.set(bytes, size + 4 * i, Float.floatToRawIntBits(values[i]));
    }
    size += 4 * count;
    return this;
  }

  /** Puts the first {@code count} floats as halves; they fit. */
  TupleBuffer putHalves(float[] values, int count) {
    reserve(2 * count);
    for (int i = 0; i < count; i++) {
      SHORT.set(bytes, size + 2 * i, Float.floatToFloat16(values[i]));
    }
    size += 2 * count;
    return this;
  }

  /** Writes the number of bytes put since, over the four bytes in front of a place. */
  void setLengthBefore(int start) {
    INT.set(bytes, start - 4, size - start);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
