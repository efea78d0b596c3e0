package dev.pilum.engine.value;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/** A column of text or bytes under construction, for a number of rows known before. One thread. */
final class TextBuilder {
  private final int[] offsets;
  private byte[] bytes;
  private int size;
  private int row;

  TextBuilder(int rows, int expectedBytes) {
    this.offsets = new int[rows + 1];
    this.bytes = new byte[Math.max(16, expectedBytes)];
  }

  /** Returns the array that {@link #advance} counts in, with room for so many bytes more. */
  byte[] room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
    return bytes;
  }

  /** Returns where the next byte goes. */
  int size() {
    return size;
  }

  /** Counts bytes that were put into the array. */
  void advance(int count) {
    size += count;
  }

  /** Copies bytes of a column's buffer. */
  void append(MemorySegment source, int from, int to) {
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, room(to - from), size, to - from);
    size += to - from;
  }

  void append(byte[] source) {
    System.arraycopy(source, 0, room(source.length), size, source.length);
    size += source.length;
  }

  /** Ends a row's value; without bytes before it, it is empty or not there. */
  void endRow() {
    offsets[++row] = size;
  }

  Column column(DataType type, long[] present) {
    return new Column(
        type,
        row,
        Present.buffer(present, row),
        MemorySegment.ofArray(offsets),
        MemorySegment.ofArray(bytes),
        List.of());
  }
}
