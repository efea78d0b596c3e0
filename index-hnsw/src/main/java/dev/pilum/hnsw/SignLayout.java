package dev.pilum.hnsw;

/**
 * Where the parts of a row's one-bit code lie: one bit for each coordinate of the turned vector, in
 * words of 64, then two float32, bias and factor. In a file, the row's links on level 0 follow, so
 * that a node is one block of whole cache lines.
 *
 * @param dimension components per row, 1 to {@link #MAX_DIMENSION}
 */
record SignLayout(int dimension) {

  /** The most components whose products with a query of 4 bits can be summed in an int. */
  static final int MAX_DIMENSION = 1 << 24;

  private static final int CACHE_LINE_BYTES = 64;

  /** Returns the number of bits: the dimension rounded up to whole words. */
  int bits() {
    return (dimension + Long.SIZE - 1) & -Long.SIZE;
  }

  /** Returns the number of words of 64 bits. */
  int words() {
    return bits() / Long.SIZE;
  }

  /** Returns where bias and factor stand, behind the bits. */
  int tailOffset() {
    return words() * Long.BYTES;
  }

  /** Returns the bytes of a code alone, a multiple of 8. */
  int codeBytes() {
    return tailOffset() + 2 * Float.BYTES;
  }

  /** Returns the bytes from one node to the next in a file, with {@code links} for each. */
  int blockBytes(int links) {
    return (codeBytes() + links * Integer.BYTES + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES;
  }
}
