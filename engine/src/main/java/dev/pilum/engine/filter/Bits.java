package dev.pilum.engine.filter;

import java.util.Arrays;

/**
 * A fixed number of bits, one per row, lowest bit of each word first. Bits past the end are always
 * clear. Mutable inside this package only; what is handed out no longer changes, so any thread may
 * read it.
 */
public final class Bits {
  private final long[] words;
  private final int length;

  private Bits(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /** Returns {@code length} clear bits. */
  static Bits none(int length) {
    return new Bits(new long[(int) ((length + 63L) >>> 6)], length);
  }

  /** Returns {@code length} set bits. */
  static Bits all(int length) {
    Bits bits = none(length);
    Arrays.fill(bits.words, -1L);
    bits.clearPastEnd();
    return bits;
  }

  /** Returns bits that these words hold; what is behind the last may be anything. */
  static Bits of(long[] words, int length) {
    Bits bits = new Bits(words, length);
    bits.clearPastEnd();
    return bits;
  }

  /** Returns how many bits there are. */
  public int length() {
    return length;
  }

  /**
   * Returns the words, {@code (length + 63) / 64} of them, not copied: callers leave them as they
   * are.
   */
  public long[] words() {
    return words;
  }

  /** Returns whether the bit of a row is set. */
  public boolean get(int row) {
    assert row >= 0 && row < length : row + " of " + length;
    return (words[row >>> 6] >>> row & 1) != 0;
  }

  /** Returns how many bits are set. */
  public int cardinality() {
    int set = 0;
    for (long word : words) {
      set += Long.bitCount(word);
    }
    return set;
  }

  /** Returns whether no bit is set. */
  public boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the first set bit at {@code from} or behind it, or -1 when there is none; {@code from}
   * may be the length.
   */
  public int nextSet(int from) {
    int at = from >>> 6;
    if (at >= words.length) {
      return -1;
    }
    long word = words[at] & -1L << from;
    while (word == 0) {
      if (++at == words.length) {
        return -1;
      }
      word = words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  void set(int row) {
    words[row >>> 6] |= 1L << row;
  }

  /** Puts bits in place of those from {@code row} on, a multiple of 64. */
  void put(Bits block, int row) {
    System.arraycopy(block.words, 0, words, row >>> 6, block.words.length);
  }

  /** Returns {@code count} bits from {@code from} on, a multiple of 64. */
  Bits slice(int from, int count) {
    int first = from >>> 6;
    return of(Arrays.copyOfRange(words, first, first + (int) ((count + 63L) >>> 6)), count);
  }

  /** Sets the bits from {@code from} to before {@code to}. */
  void fill(int from, int to) {
    int first = from >>> 6;
    int last = (to - 1) >>> 6;
    if (from >= to) {
      return;
    }
    long head = -1L << from;
    long tail = -1L >>> -to;
    if (first == last) {
      words[first] |= head & tail;
      return;
    }
    words[first] |= head;
    Arrays.fill(words, first + 1, last, -1L);
    words[last] |= tail;
  }

  Bits and(Bits other) {
    Bits both = none(length);
    for (int i = 0; i < words.length; i++) {
      both.words[i] = words[i] & other.words[i];
    }
    return both;
  }

  Bits or(Bits other) {
    Bits either = none(length);
    for (int i = 0; i < words.length; i++) {
      either.words[i] = words[i] | other.words[i];
    }
    return either;
  }

  Bits andNot(Bits other) {
    Bits only = none(length);
    for (int i = 0; i < words.length; i++) {
      only.words[i] = words[i] & ~other.words[i];
    }
    return only;
  }

  Bits not() {
    Bits opposite = none(length);
    for (int i = 0; i < words.length; i++) {
      opposite.words[i] = ~words[i];
    }
    opposite.clearPastEnd();
    return opposite;
  }

  void clearPastEnd() {
    if ((length & 63) != 0) {
      words[words.length - 1] &= -1L >>> -length;
    }
  }
}
