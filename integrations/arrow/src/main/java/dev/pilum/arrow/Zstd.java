package dev.pilum.arrow;

/** Numbers that ZSTD fixes (RFC 8878, section 3.1.1.3.2). */
final class Zstd {
  static final FseTable LITERAL_LENGTHS =
      FseTable.of(
          6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1,
          1, 1, 1, -1, -1, -1, -1);

  static final FseTable MATCH_LENGTHS =
      FseTable.of(
          6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
          1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1);

  static final FseTable OFFSETS =
      FseTable.of(
          5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1,
          -1);

  /** How many bits follow each code of a literal length, and what they are added to. */
  static final int[] LITERAL_BITS =
      bits(16, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

  static final int[] LITERAL_BASES = bases(0, LITERAL_BITS);

  /** The same for match lengths, of which the shortest is 3. */
  static final int[] MATCH_BITS =
      bits(32, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

  static final int[] MATCH_BASES = bases(3, MATCH_BITS);

  private Zstd() {}

  static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException("ZSTD data: " + complaint);
    }
  }

  private static int[] bits(int without, int... more) {
    int[] bits = new int[without + more.length];
    System.arraycopy(more, 0, bits, without, more.length);
    return bits;
  }

  /** Each code starts where the one before it ends. */
  private static int[] bases(int first, int[] bits) {
    int[] bases = new int[bits.length];
    int base = first;
    for (int code = 0; code < bits.length; code++) {
      bases[code] = base;
      base += 1 << bits[code];
    }
    return bases;
  }
}
