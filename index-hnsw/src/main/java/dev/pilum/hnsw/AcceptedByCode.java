package dev.pilum.hnsw;

import java.util.concurrent.CancellationException;

/**
 * Finds those of many accepted rows that are nearest by their int8 codes: a code is a quarter of a
 * vector, and rows here and there cost what it takes to bring them from memory. Reused; one thread
 * at a time.
 */
final class AcceptedByCode {
  /**
   * Accepted rows below which vectors are compared at once: their distances are some 20
   * microseconds of work then.
   */
  private static final int LEAST_ROWS = 512;

  /** Accepted rows for each one that is kept, below which codes would leave out too few. */
  private static final int LEAST_PER_KEPT = 4;

  private static final int ROWS_PER_CHECK = 4_096;
  private static final int WORD = Long.SIZE;

  /** Fewer than a word that wait, and those of one. */
  private final int[] ordinals = new int[2 * WORD];

  private final float[] distances = new float[ordinals.length];
  private int waiting;

  /** Returns whether it is worth while to keep so many of so many rows. */
  static boolean pays(int acceptedRows, int kept) {
    return acceptedRows >= LEAST_ROWS && acceptedRows / LEAST_PER_KEPT >= kept;
  }

  /**
   * Offers all accepted rows to {@code nearest}.
   *
   * @param scorer compares codes; has its query
   * @param rowCount rows of the segment
   * @param walk says whether to end
   */
  void offer(
      RowScorer scorer,
      AcceptedOrdinals accepted,
      int rowCount,
      NearestHeap nearest,
      GraphWalk walk) {
    waiting = 0;
    for (int first = 0; first < rowCount; first += WORD) {
      if ((first & (ROWS_PER_CHECK - 1)) == 0 && walk.isCancelled()) {
        throw new CancellationException("exact search was cancelled at row " + first);
      }
      long word = accepted.word(first >>> 6);
      if (rowCount - first < WORD) {
        word &= (1L << (rowCount - first)) - 1;
      }
      for (; word != 0; word &= word - 1) {
        ordinals[waiting++] = first + Long.numberOfTrailingZeros(word);
      }
      if (waiting >= WORD) {
        compare(scorer, nearest);
      }
    }
    compare(scorer, nearest);
  }

  private void compare(RowScorer scorer, NearestHeap nearest) {
    scorer.distancesOf(ordinals, waiting, distances);
    for (int i = 0; i < waiting; i++) {
      nearest.offer(DistanceKey.of(distances[i], ordinals[i]));
    }
    waiting = 0;
  }
}
