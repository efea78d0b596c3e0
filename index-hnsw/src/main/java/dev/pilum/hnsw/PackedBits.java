package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A query of bits as {@link BitKernels} take it. One thread at a time. */
final class PackedBits {

  private final int bytes;
  private final long[] words;

  /** Makes room for vectors of {@code bytes} bytes. */
  PackedBits(int bytes) {
    this.bytes = bytes;
    this.words = new long[(bytes + Long.BYTES - 1) / Long.BYTES];
  }

  /** Returns how many bytes a vector has. */
  int bytes() {
    return bytes;
  }

  /** Returns the words, which change with the query. */
  long[] words() {
    return words;
  }

  /** Takes one bit from each component that is not 0; the first is the highest of a byte. */
  void pack(float[] components) {
    Arrays.fill(words, 0);
    for (int i = 0; i < components.length; i++) {
      if (components[i] != 0f) {
        words[i >>> 6] |= 1L << ((i & 63) ^ 7);
      }
    }
  }

  /** Takes the bits of a row. */
  void copy(MemorySegment rows, long offset) {
    int whole = bytes >>> 3;
    MemorySegment.copy(rows, ScalarBitKernels.LONG, offset, words, 0, whole);
    if (whole < words.length) {
      long last = 0;
      for (int i = whole << 3; i < bytes; i++) {
        last |= (rows.get(ValueLayout.JAVA_BYTE, offset + i) & 0xffL) << ((i & 7) << 3);
      }
      words[whole] = last;
    }
  }
}
