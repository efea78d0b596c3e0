package dev.pilum.storage.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bits that grow at their end, lowest bit of each byte first. One writer; readers of earlier bits
 * are not disturbed.
 */
final class BitBuffer {
  private final GrowingBuffer bytes;
  private int length;

  BitBuffer(Allocator allocator) {
    this.bytes = new GrowingBuffer(allocator);
  }

  MemorySegment segment() {
    return bytes.segment();
  }

  int length() {
    return length;
  }

  void append(boolean bit) {
    if ((length & 7) == 0) {
      bytes.extend(1);
    }
    if (bit) {
      int place = length >>> 3;
      int old = bytes.segment().get(ValueLayout.JAVA_BYTE, place);
      bytes.segment().set(ValueLayout.JAVA_BYTE, place, (byte) (old | 1 << (length & 7)));
    }
    length++;
  }

  void appendOnes(int count) {
    int left = count;
    while (left > 0 && (length & 7) != 0) {
      append(true);
      left--;
    }
    int whole = left >>> 3;
    long start = bytes.extend(whole);
    bytes.segment().asSlice(start, whole).fill((byte) 0xFF);
    length += whole << 3;
    for (left &= 7; left > 0; left--) {
      append(true);
    }
  }
}
