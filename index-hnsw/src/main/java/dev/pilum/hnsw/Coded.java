package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Codes of the first rows of a block, int8 and where it helps one-bit, and how far at most they are
 * from the vectors. Immutable as far as its rows go; one thread at a time makes one of more rows of
 * it.
 *
 * @param codes with room for more rows; the bias of a row that is farther from its code than {@code
 *     reach} says is negative infinity, so that it always counts as near
 * @param sketches one-bit codes of the same rows, where they help
 * @param unsaid rows whose codes say nothing, though their biases do not tell, a bit each; {@code
 *     null} where there are none
 * @param inverseNorms of the vectors by cosine, with room for more; else empty, as where somebody
 *     else has them
 * @param metric what distances are
 * @param rowCount how many rows are coded
 * @param capacity how many there is room for
 * @param reach lengths that no other row exceeds
 */
@SuppressWarnings("ArrayRecordComponent") // whoever has it may only read it
record Coded(
    RowCodes codes,
    @Nullable Sketches sketches,
    long @Nullable [] unsaid,
    float[] inverseNorms,
    Metric metric,
    int rowCount,
    int capacity,
    Reach reach) {
  /**
   * Lengths that rows do not exceed.
   *
   * @param error from a vector to what its code says
   * @param length from the center to what a code says
   */
  record Reach(float error, float length) {}

  /** So many rows, evenly spaced, say what is usual. */
  private static final int SAMPLE = 1_024;

  /** A row that is so many times farther from its code than nine in ten is coded as always near. */
  private static final float UNUSUAL = 3f;

  /** Returns how many bytes of heap codes of so many rows take. */
  static long bytes(int dimension, long rows) {
    long sketches = Sketches.help(dimension) ? Sketches.bytes(dimension, rows) : 0;
    return rows * (new CodeLayout(dimension).rowBytes() + Float.BYTES) + sketches;
  }

  /** Returns how many bytes of heap these take. */
  long bytes() {
    return bytes(codes.layout().dimension(), capacity);
  }

  /** Codes all rows of a block around a center of their own, with room for {@code capacity}. */
  static Coded of(VectorBlock block, Metric metric, int capacity) {
    int[] sample = new int[Math.min(SAMPLE, block.rowCount())];
    Arrays.setAll(sample, i -> (int) ((long) i * block.rowCount() / sample.length));
    CodeLayout layout = new CodeLayout(block.dimension());
    Quantizer quantizer = new Quantizer(metric, CodeCenter.of(block, metric, sample));
    RowCoder coder = new RowCoder(block, metric, quantizer);
    float[] errors = new float[sample.length];
    for (int i = 0; i < sample.length; i++) {
      coder.code(sample[i]);
      errors[i] = coder.error();
    }
    Arrays.sort(errors);
    float error = UNUSUAL * errors[(int) (0.9 * errors.length)];
    RowCodes codes = new RowCodes(new byte[layout.rowBytes() * capacity], layout, quantizer);
    Sketches sketches =
        Sketches.help(block.dimension())
            ? Sketches.empty(metric, quantizer.center(), capacity)
            : null;
    float[] norms = new float[metric == Metric.COSINE ? capacity : 0];
    return new Coded(codes, sketches, null, norms, metric, 0, capacity, new Reach(error, 0f))
        .grownTo(block);
  }

  /** Returns which rows of a run of 64 have codes that say nothing, as bits. */
  long unsaid(int first) {
    return unsaid == null ? 0L : unsaid[first / Long.SIZE];
  }

  /** Codes the other rows of a block, for which there is room, too. */
  Coded grownTo(VectorBlock block) {
    assert block.rowCount() <= capacity : "no room";
    RowCoder coder = new RowCoder(block, metric, codes.quantizer());
    MemorySegment target = codes.rows();
    Sketches.Writer sketcher = sketches == null ? null : sketches.writer();
    float length = reach.length();
    for (int ordinal = rowCount; ordinal < block.rowCount(); ordinal++) {
      coder.code(ordinal);
      boolean usual = coder.error() <= reach.error();
      length = usual ? Math.max(length, coder.length()) : length;
      coder.put(target, (long) ordinal * codes.layout().rowBytes(), usual);
      if (sketcher != null) {
        sketcher.put(ordinal, coder.vector(), coder.inverseNorm(), usual);
      }
      if (inverseNorms.length > 0) {
        inverseNorms[ordinal] = coder.inverseNorm();
      }
    }
    return new Coded(
        codes,
        sketches,
        unsaid,
        inverseNorms,
        metric,
        Math.max(rowCount, block.rowCount()),
        capacity,
        new Reach(reach.error(), length));
  }
}
