package dev.pilum.hnsw;

/**
 * Where the parts of a row's int8 code lie: its components, zeros up to a multiple of {@link
 * #BLOCK}, then two float32, scale and bias, in the cache line that the walk has just asked for.
 *
 * @param dimension components per row, 1 to 65,536
 */
record CodeLayout(int dimension) {

  /**
   * Components that one SIMD step takes at most; rows are padded to it, so no kernel has a tail.
   */
  static final int BLOCK = 32;

  /** The most components whose products can be summed in an int. */
  static final int MAX_DIMENSION = 65_536;

  /** Returns the number of components with padding. */
  int paddedDimension() {
    return (dimension + BLOCK - 1) & -BLOCK;
  }

  /** Returns where the scale stands within a row. */
  int scaleOffset() {
    return paddedDimension();
  }

  /** Returns where the bias stands within a row. */
  int biasOffset() {
    return paddedDimension() + Float.BYTES;
  }

  /** Returns the bytes from one row to the next, a multiple of 8. */
  int rowBytes() {
    return paddedDimension() + 2 * Float.BYTES;
  }
}
