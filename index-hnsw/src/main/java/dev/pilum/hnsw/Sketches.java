package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;

/*
 * Of the rows in memory hardly one in a hundred is near. That a row is not, one bit for each coordinate of a long vector tells well enough
 * (SignQuantizer): estimated products of a row and the query are off by |r| |s| sqrt(1 - g^2) / g / sqrt(dimension), where r and s are the two
 * less the center and g is how far the signs agree with the row's direction, .80 +- .04. Rows that are farther than the bound by 3.5 of these
 * deviations are passed over. It is not a proof: with the distance of the 100th nearest row as the bound 16 of a million such rows were passed over by mistake
 * (5,000 rows of scifact and of wordnet_minilm as queries, 384 components), and none of 450,000 of mnist5k_784.
 *
 * Rows lie in blocks of 64, their words in columns, so that one vector holds the same word of eight rows: six loads for eight rows of 384
 * components, where int8 codes take forty-eight.
 */
/**
 * One-bit codes of the first rows of a block, for a first look at what may be near. Behind the rows
 * that are coded there is room for more; one thread at a time writes there.
 *
 * @param quantizer what makes the codes
 * @param words in blocks of 64 rows: word {@code w} of row {@code r} of a block is {@code 64 * w +
 *     r} words behind its start
 * @param biases what rows add to each of their distances; negative infinity where a code says
 *     nothing, so that the row always counts as near
 * @param factors by what sums of signs are multiplied, 0 or less
 */
@SuppressWarnings("ArrayRecordComponent") // whoever has it may only read it
record Sketches(SignQuantizer quantizer, long[] words, float[] biases, float[] factors) {
  /** With fewer components estimates are off by too much to leave out many rows. */
  private static final int LEAST_DIMENSION = 256;

  /** Of rows that agree less with their signs estimates are off by more than is usual. */
  private static final float LEAST_AGREEMENT = 0.66f;

  /**
   * How far estimates may be off, in lengths of the query and factors of the row: 3.5 deviations of
   * a usual row, {@code 3.5 * sqrt(1 - .8 * .8)}, and a little for the query's rounding. With 4.5
   * twice as many of 40,000 rows of text count as near, 11 instead of 6 in a hundred.
   */
  private static final float MARGIN = 2.2f;

  private static final int BLOCK = SignKernels.BLOCK;

  /** The direction in which vectors are turned: always the same. */
  private static final long SEED = 0x5EE_D51_675L;

  /** Returns whether they leave out enough rows of a dimension to be worth their while. */
  static boolean help(int dimension) {
    return dimension >= LEAST_DIMENSION;
  }

  /** Returns how many bytes of heap they take with room for so many rows. */
  static long bytes(int dimension, long rows) {
    return rowsOfBlocks(rows) * (new SignLayout(dimension).tailOffset() + 2 * Float.BYTES);
  }

  /** Makes room for so many rows, measured from the same point as their int8 codes. */
  static Sketches empty(Metric metric, float[] center, int capacity) {
    int rows = Math.toIntExact(rowsOfBlocks(capacity));
    SignQuantizer quantizer = new SignQuantizer(metric, center, SEED);
    return new Sketches(
        quantizer, new long[rows * quantizer.layout().words()], new float[rows], new float[rows]);
  }

  private static long rowsOfBlocks(long rows) {
    return (rows + BLOCK - 1) & -BLOCK;
  }

  /** Codes one row after another. One thread. */
  final class Writer {
    private final CodeKernels coding = KernelProvider.forCodes();
    private final SignKernels kernels = KernelProvider.forSigns();
    private final SignQuantizer.Turned row = new SignQuantizer.Turned(quantizer.layout());
    private final long[] signs = new long[quantizer.layout().words()];

    private Writer() {}

    /**
     * Codes a row.
     *
     * @param reliable whether distances by code say anything about it
     */
    void put(int ordinal, float[] vector, float inverseNorm, boolean reliable) {
      quantizer.turn(vector, inverseNorm, coding, kernels, row);
      quantizer.measure(row);
      boolean says = reliable && row.agreement >= LEAST_AGREEMENT;
      biases[ordinal] = says ? row.bias : Float.NEGATIVE_INFINITY;
      factors[ordinal] = says ? row.factor : 0f;
      kernels.signs(row.turned, signs);
      int start = start(ordinal, signs.length) + ordinal % BLOCK;
      for (int w = 0; w < signs.length; w++) {
        words[start + w * BLOCK] = signs[w];
      }
    }
  }

  /** Returns what codes rows, one after another. */
  Writer writer() {
    return new Writer();
  }

  /**
   * Returns the first look at rows for one query, with the kernels that {@code warmUp} has ready.
   */
  Look look(float[] query, KernelWarmUp warmUp) {
    return new Look(query, warmUp.isOver());
  }

  /** The first look at rows for one query. One thread. */
  final class Look {
    /** So many rows show whether it is worth while to look at those that follow. */
    private static final int TRIED = 1_024;

    private final SignQuery query = new SignQuery(quantizer);
    private final SignKernels kernels;
    private final int[] sums = new int[BLOCK];
    private final float plus;
    private int seen;
    private int near;
    private int resting;

    private Look(float[] vector, boolean ready) {
      kernels = ready ? KernelProvider.forSigns() : new ScalarSignKernels();
      query.use(vector, ready ? KernelProvider.forCodes() : new ScalarCodeKernels(), kernels);
      plus = MARGIN * query.length() - query.sum();
    }

    /**
     * Returns which rows of a block may be at most so far away, as bits. Any of rows that are not
     * coded.
     *
     * @param first the block's first row
     */
    long near(int first, float most) {
      if (most == Float.POSITIVE_INFINITY || resting > 0) {
        resting -= BLOCK;
        return -1L;
      }
      kernels.sums(query.planes(), words, start(first, quantizer.layout().words()), sums);
      long bits =
          kernels.near(biases, factors, first, sums, query.step(), plus, most - query.bias());
      seen += BLOCK;
      near += Long.bitCount(bits);
      if (seen == TRIED) {
        resting = 2 * near > seen ? 4 * TRIED : 0;
        seen = 0;
        near = 0;
      }
      return bits;
    }
  }

  /** Returns where the block of a row starts. */
  private static int start(int ordinal, int wordsEach) {
    return ordinal / BLOCK * BLOCK * wordsEach;
  }
}
