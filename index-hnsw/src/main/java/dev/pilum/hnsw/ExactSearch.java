package dev.pilum.hnsw;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest rows by looking at every accepted one. The truth that graph search is measured
 * against.
 *
 * <p>Safe for use by many threads: every call brings its own state.
 */
public final class ExactSearch {

  /** Most rows between two looks at the cancellation hook. */
  private static final int ROWS_PER_CHECK = 4096;

  /**
   * Most bytes of rows between two looks at the cancellation hook: some 0.3 milliseconds of work.
   */
  private static final long BYTES_PER_CHECK = 8 << 20;

  /**
   * Rows whose distances are computed before any is looked at, a multiple of 64. A look costs some
   * 0.1 microseconds beside the rows, for it waits for the last of them: with 64 rows a twentieth
   * of the time, where a row has 512 bytes.
   */
  private static final int RUN = 1024;

  /** Accepted rows come in words of so many. */
  private static final int WORD = Long.SIZE;

  private ExactSearch() {}

  /**
   * Returns the {@code k} accepted rows nearest to {@code query}, or all of them where there are
   * fewer.
   *
   * @param block the rows to search
   * @param query as many finite components as the block's dimension; not changed
   * @param metric what near means
   * @param k at least 1
   * @param accepted rows that may be returned; {@code null} for all
   * @param warmUp whose kernels to use
   * @param cancelled asked every 4,096 rows, or every 8 MiB where that is fewer; the search ends
   *     when it says {@code true}, or throws
   * @throws InvalidRequest when {@code k} or the query is unfit
   * @throws CancellationException when {@code cancelled} said so
   * @throws Closed when the memory of the vectors was closed
   */
  public static Neighbors search(
      VectorBlock block,
      float[] query,
      Metric metric,
      int k,
      @Nullable AcceptedOrdinals accepted,
      KernelWarmUp warmUp,
      BooleanSupplier cancelled) {
    return within(block, query, metric, Float.POSITIVE_INFINITY, k, accepted, warmUp, cancelled);
  }

  /**
   * As {@link #search}, of the rows whose distance is at most {@code radius} alone.
   *
   * @param radius any number but NaN; positive infinity for all
   */
  public static Neighbors within(
      VectorBlock block,
      float[] query,
      Metric metric,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      KernelWarmUp warmUp,
      BooleanSupplier cancelled) {
    block.checkQuery(query);
    if (k < 1) {
      throw new InvalidRequest("k must be at least 1, got " + k);
    }
    if (block.rowCount() == 0) {
      return Neighbors.ofSortedKeys(new long[0], 0);
    }
    ExactScorer scorer = new ExactScorer(block, metric, null, warmUp);
    scorer.useQuery(query);
    return within(scorer, block.rowCount(), radius, k, accepted, cancelled);
  }

  /** As the public form, for a query that {@code scorer} knows already; at least one row. */
  static Neighbors within(
      ExactScorer scorer,
      int rowCount,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      BooleanSupplier cancelled) {
    Scan scan = new Scan(scorer, rowCount, Math.min(k, rowCount), radius);
    int step = rowsPerCheck(scorer.rowBytes());
    for (int from = 0; from < rowCount; from += step) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("exact search was cancelled at row " + from);
      }
      scan.rows(from, Math.min(rowCount, from + step), accepted);
    }
    return scan.nearest.drain(k);
  }

  private static int rowsPerCheck(long rowBytes) {
    return Math.clamp(BYTES_PER_CHECK / rowBytes & -WORD, WORD, ROWS_PER_CHECK);
  }

  /** As the longer form, over all rows, never cancelled. */
  public static Neighbors search(VectorBlock block, float[] query, Metric metric, int k) {
    return search(block, query, metric, k, null, KernelWarmUp.over(), () -> false);
  }

  /**
   * The state of one search. Rows come in ascending order, so a row that ties with the farthest
   * kept never replaces it.
   */
  private static final class Scan {
    final NearestHeap nearest = new NearestHeap();
    private final ExactScorer scorer;
    private final int[] ordinals;
    private final float[] distances;
    private final float radius;
    private float farthest;

    /** How many of {@link #ordinals} are accepted rows that wait to be compared together. */
    private int waiting;

    Scan(ExactScorer scorer, int rowCount, int k, float radius) {
      this.scorer = scorer;
      this.ordinals = new int[Math.clamp(rowCount, 2 * WORD, RUN)];
      this.distances = new float[ordinals.length];
      this.radius = radius;
      this.farthest = radius;
      nearest.reset(k);
    }

    void rows(int from, int to, @Nullable AcceptedOrdinals accepted) {
      try {
        if (accepted == null) {
          all(from, to);
        } else {
          accepted(from, to, accepted);
          compareWaiting();
        }
      } catch (IllegalStateException e) {
        throw new Closed(
            "the segment was closed during a search; search a snapshot that is open", e);
      }
    }

    private void all(int from, int to) {
      for (int first = from; first < to; first += RUN) {
        int count = Math.min(RUN, to - first);
        int found = scorer.within(farthest, first, count, ordinals, distances);
        for (int i = 0; i < found; i++) {
          offer(distances[i], ordinals[i]);
        }
      }
    }

    private void accepted(int from, int to, AcceptedOrdinals accepted) {
      int first = from;
      while (first < to) {
        long word = accepted.word(first >>> 6);
        if (word == -1L && to - first >= WORD) {
          int end = first + WORD;
          while (to - end >= WORD && accepted.word(end >>> 6) == -1L) {
            end += WORD;
          }
          compareWaiting();
          all(first, end);
          first = end;
          continue;
        }
        if (to - first < WORD) {
          word &= (1L << (to - first)) - 1;
        }
        some(first, word);
        first += WORD;
      }
    }

    /** Rows that lie apart wait for others: their memory is waited for together. */
    private void some(int first, long word) {
      int count = waiting;
      for (long left = word; left != 0; left &= left - 1) {
        ordinals[count++] = first + Long.numberOfTrailingZeros(left);
      }
      waiting = count;
      if (count >= WORD) {
        compareWaiting();
      }
    }

    private void compareWaiting() {
      scorer.distancesOf(ordinals, waiting, distances);
      for (int i = 0; i < waiting; i++) {
        offer(distances[i], ordinals[i]);
      }
      waiting = 0;
    }

    private void offer(float distance, int ordinal) {
      if (distance < farthest || (distance <= radius && !nearest.isFull())) {
        nearest.offer(DistanceKey.of(distance, ordinal));
        if (nearest.isFull()) {
          farthest = DistanceKey.distance(nearest.bound());
        }
      }
    }
  }
}
