package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Builds a column of values that all take the same number of bytes. */
final class FixedBuilder extends ColumnBuilder {
  private final int width;
  private final GrowingBuffer bytes;

  FixedBuilder(DataType type, int width, Allocator allocator) {
    super(type, allocator);
    this.width = width;
    this.bytes = new GrowingBuffer(allocator);
  }

  @Override
  public void reserve(int rows) {
    bytes.reserve((long) rows * width);
  }

  @Override
  public void appendLong(long value) {
    long place = bytes.extend(width);
    switch (width) {
      case 8 -> bytes.segment().set(Layout.LONG, place, value);
      case 4 -> bytes.segment().set(Layout.INT, place, (int) value);
      case 2 -> bytes.segment().set(Layout.SHORT, place, (short) value);
      case 1 -> bytes.segment().set(ValueLayout.JAVA_BYTE, place, (byte) value);
      default -> throw new AssertionError("no whole number has " + width + " bytes");
    }
    present(1);
  }

  @Override
  public void appendSequence(long first, long step, int count) {
    assert width == Long.BYTES : "sequences are of 64-bit numbers";
    long place = bytes.extend((long) count * Long.BYTES);
    MemorySegment target = bytes.segment();
    for (int i = 0; i < count; i++) {
      target.set(Layout.LONG, place + (long) i * Long.BYTES, first + i * step);
    }
    present(count);
  }

  @Override
  public void appendDouble(double value) {
    long place = bytes.extend(width);
    switch (width) {
      case 8 -> bytes.segment().set(Layout.DOUBLE, place, value);
      case 4 -> bytes.segment().set(Layout.FLOAT, place, (float) value);
      case 2 -> bytes.segment().set(Layout.SHORT, place, Float.floatToFloat16((float) value));
      default -> throw new AssertionError("no floating-point number has " + width + " bytes");
    }
    present(1);
  }

  @Override
  public void appendBytes(MemorySegment source, long offsetBytes, long lengthBytes) {
    assert lengthBytes == width : lengthBytes + " bytes for a value of " + width;
    bytes.append(source, offsetBytes, lengthBytes);
    present(1);
  }

  @Override
  public long sizeBytes() {
    return bytes.usedBytes();
  }

  @Override
  void appendEmpty() {
    bytes.extend(width);
  }

  @Override
  void appendPresent(Column source, int from, int count) {
    bytes.append(source.bytes(), (long) from * width, (long) count * width);
  }

  @Override
  MemorySegment values() {
    return bytes.segment();
  }
}
