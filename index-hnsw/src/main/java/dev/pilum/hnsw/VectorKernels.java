package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.lang.foreign.MemorySegment;

/**
 * The inner loops of every search: sums over the components of one query and one stored row, four
 * anywhere or many one behind the other, for one {@link Element}.
 *
 * <p>The query is a {@code float[]} of at least {@code dimension} values; a stored row is {@code
 * dimension} little-endian elements starting at a byte offset of a native segment, at any
 * alignment. The caller has checked bounds and passes finite values; a row outside the segment
 * throws {@link IndexOutOfBoundsException}, it never reads foreign memory.
 *
 * <p>Within one implementation the sum for a row depends on the two vectors alone: all forms give
 * the same bits, interpreted or compiled, so that equal rows always tie. Two implementations agree
 * to a relative error of 1e-5, measured against the sum of the terms' magnitudes, for dimensions up
 * to 4096 (VectorKernelsTest).
 *
 * <p>Implementations have no state; any number of threads may share one.
 */
interface VectorKernels {

  /** Far above the least normal float, 2^-126. */
  float LEAST_SQUARE = 0x1p-100f;

  /** Returns the dot product of the query and the row at {@code offset}. */
  float dot(float[] query, MemorySegment rows, long offset, int dimension);

  /** Writes to {@code sums[0..3]} what {@link #dot} returns for each of four rows. */
  default void dot4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    sums[0] = dot(query, rows, a, dimension);
    sums[1] = dot(query, rows, b, dimension);
    sums[2] = dot(query, rows, c, dimension);
    sums[3] = dot(query, rows, d, dimension);
  }

  /** Returns the squared Euclidean distance between the query and the row at {@code offset}. */
  float squaredL2(float[] query, MemorySegment rows, long offset, int dimension);

  /** Writes to {@code sums[0..3]} what {@link #squaredL2} returns for each of four rows. */
  default void squaredL2Of4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    sums[0] = squaredL2(query, rows, a, dimension);
    sums[1] = squaredL2(query, rows, b, dimension);
    sums[2] = squaredL2(query, rows, c, dimension);
    sums[3] = squaredL2(query, rows, d, dimension);
  }

  /** Returns the squared Euclidean norm of the row at {@code offset}. */
  float squaredNorm(MemorySegment rows, long offset, int dimension);

  /**
   * Writes to {@code sums[0..count)} what {@link #dot} returns for each of {@code count} rows that
   * lie one behind the other.
   *
   * @param offset of the first row
   * @param rowBytes from one row to the next
   */
  default void dots(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    for (int r = 0; r < count; r++) {
      sums[r] = dot(query, rows, offset + r * rowBytes, dimension);
    }
  }

  /** As {@link #dots}, and writes what {@link #squaredNorm} returns to {@code squaredNorms}. */
  default void dotsAndNorms(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums,
      float[] squaredNorms) {
    for (int r = 0; r < count; r++) {
      sums[r] = dot(query, rows, offset + r * rowBytes, dimension);
      squaredNorms[r] = squaredNorm(rows, offset + r * rowBytes, dimension);
    }
  }

  /** As {@link #dots}, with what {@link #squaredL2} returns. */
  default void squaredL2s(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    for (int r = 0; r < count; r++) {
      sums[r] = squaredL2(query, rows, offset + r * rowBytes, dimension);
    }
  }

  /**
   * Writes to {@code places}, in ascending order, which of {@code values[0..count)} are not above
   * {@code bound}: NaN never is.
   *
   * @param places has room for {@code count}
   * @return how many there are
   */
  default int notAbove(float bound, float[] values, int count, int[] places) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (!(values[i] > bound)) {
        places[found++] = i;
      }
    }
    return found;
  }

  /**
   * Writes to {@code places}, in ascending order, which of {@code count} rows may have a cosine
   * whose square is at least {@code squaredCosine}: all where that is NaN. Those left out do not,
   * if {@code squaredCosine} is lower than meant by what a few roundings do.
   *
   * @param scale one over the length of the query
   * @param dots of the rows with the query
   * @param squaredNorms of the rows
   * @param places has room for {@code count}
   * @return how many there are
   */
  default int notBelowCosine(
      float squaredCosine,
      float scale,
      float[] dots,
      float[] squaredNorms,
      int count,
      int[] places) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (!isBelowCosine(squaredCosine, scale, dots[i], squaredNorms[i])) {
        places[found++] = i;
      }
    }
    return found;
  }

  /** Returns whether {@link #notBelowCosine} leaves out a row. */
  static boolean isBelowCosine(float squaredCosine, float scale, float dot, float squaredNorm) {
    float scaled = dot * scale;
    return scaled * Math.abs(scaled) < squaredNorm * squaredCosine - LEAST_SQUARE;
  }

  /**
   * Writes the row at {@code offset} to {@code target[0..dimension)} as float32; exact for all
   * element types.
   */
  void load(MemorySegment rows, long offset, int dimension, float[] target);
}
