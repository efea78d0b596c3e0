package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Two passes. All rows are compared by their codes, and those remembered whose code does not say that they are too far away: farther than
 * k rows met before are at worst, or out of the radius. The k nearest by code are then compared by their vectors, and after them all others
 * that were remembered and may still be among the k nearest.
 *
 * Let x be a row and q the query, x' and q' what their codes say, e the most by which a code is off, f how far q' is from q. By L2, |x - q|
 * is at least |x' - q'| - (e + f). By cosine, at length 1, the distance is half of |x - q|^2, and that holds too. By dot product, around
 * the center c, only the product of the rests is made of codes: <x - c, q - c> - <x' - c, q' - c> = <x - x', q - c> + <x' - c, q - q'>, at
 * most e |q - c| + |x' - c| f. To all that comes what float32 rounds off, generously.
 */
/** Searches the rows of a block exactly, with the help of codes. Reused; one thread at a time. */
final class CodedSearch {
  private static final int RUN = 64;

  /** Some 40 us of comparing codes, or some 0.5 ms of comparing vectors. */
  private static final int ROWS_PER_CHECK = 4_096;

  /**
   * More than float32 rounds off a distance between vectors of length 1: 1e-5 by {@link
   * VectorKernels}, and as much again for that of codes.
   */
  private static final double ROUNDED = 3e-5;

  private final NearestHeap byCode = new NearestHeap();
  private final NearestHeap results = new NearestHeap();

  /** Rows that are to be compared by their codes together: fewer than a run, and those of one. */
  private final int[] ordinals = new int[2 * RUN];

  private int ordinalCount;
  private final float[] run = new float[2 * RUN];
  private int[] candidates = new int[RUN];
  private float[] distances = new float[RUN];
  private int candidateCount;
  private long[] nearest = new long[0];
  private final int[] waiting = new int[4];
  private int waitingCount;
  private int comparedCount;

  /** How far the bound on exact distances is from that on distances by code. */
  private record Margin(Metric metric, double errors, double rounded) {
    static Margin of(Coded coded, float[] query, CodeKernels kernels, RowCoder coder) {
      double square = InverseNorms.squaredNorm(query);
      coder.code(query, InverseNorms.ofSquare(square), kernels);
      double error = coded.reach().error() + (double) coder.error();
      double length = Math.max(coded.reach().length(), coder.length()) + error;
      double center = Math.sqrt(InverseNorms.squaredNorm(coded.codes().quantizer().center()));
      return switch (coded.metric()) {
        case COSINE -> new Margin(Metric.COSINE, error + ROUNDED * length, ROUNDED);
        case L2 -> new Margin(Metric.L2, error + ROUNDED * length, ROUNDED * length * length);
        case DOT ->
            new Margin(
                Metric.DOT,
                coded.reach().error() * (coder.length() + (double) coder.error())
                    + (double) coded.reach().length() * coder.error(),
                ROUNDED * (1 + (center + length) * (center + length)));
        case HAMMING -> throw new AssertionError("bits have no codes");
      };
    }

    /**
     * Returns how far by code a row may be whose distance is at most {@code bound}, and how far a
     * row may be whose distance by code is.
     */
    double around(double bound) {
      double most =
          switch (metric) {
            case COSINE -> squared(Math.sqrt(2 * Math.max(0, bound)) + errors) / 2;
            case L2 -> squared(Math.sqrt(Math.max(0, bound)) + errors) * (1 + ROUNDED);
            case DOT -> bound + errors;
            case HAMMING -> throw new AssertionError("bits have no codes");
          };
      return Double.isNaN(most) ? Double.POSITIVE_INFINITY : most + rounded;
    }

    private static double squared(double number) {
      return number * number;
    }
  }

  /**
   * As {@link CodedRows#within}, with the codes that there are.
   *
   * @param exact has the query, and compares vectors
   */
  Neighbors search(
      Coded coded,
      ExactScorer exact,
      VectorBlock block,
      float[] query,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch,
      BooleanSupplier cancelled) {
    int rows = Math.min(coded.rowCount(), block.rowCount());
    CodeKernels kernels =
        scratch.warmUp().isOver() ? KernelProvider.forCodes() : new ScalarCodeKernels();
    RowCoder coder = new RowCoder(block, coded.metric(), coded.codes().quantizer());
    Margin margin = Margin.of(coded, query, kernels, coder);
    results.reset(k);
    waitingCount = 0;
    comparedCount = 0;
    CodeScorer codes = coded.codes().scorer(query, scratch.warmUp());
    Sketches sketches = coded.sketches();
    Sketches.Look look = sketches == null ? null : sketches.look(query, scratch.warmUp());
    compareCodes(coded, codes, look, rows, k, radius, margin, accepted, cancelled);
    long last = compareNearest(exact, radius);
    compareNearer(exact, radius, margin, last, cancelled);
    compareUncoded(exact, rows, block.rowCount(), radius, accepted, cancelled);
    return results.drain(k);
  }

  /** Returns how many rows the last search compared by their vectors. */
  int comparedCount() {
    return comparedCount;
  }

  /**
   * Fills {@link #candidates} with the accepted rows that may be near enough, and {@link #byCode}
   * with the nearest of those whose code says how near they are.
   */
  private void compareCodes(
      Coded coded,
      CodeScorer codes,
      Sketches.@Nullable Look look,
      int rows,
      int k,
      float radius,
      Margin margin,
      @Nullable AcceptedOrdinals accepted,
      BooleanSupplier cancelled) {
    byCode.reset(k);
    candidateCount = 0;
    ordinalCount = 0;
    double most = margin.around(radius);
    long bound = Long.MAX_VALUE;
    for (int first = 0; first < rows; first += RUN) {
      checkAt(first, cancelled);
      int count = Math.min(RUN, rows - first);
      long word = accepted == null ? -1L : accepted.word(first >>> 6);
      long some = count < RUN ? word & ((1L << count) - 1) : word;
      float limit = Math.nextUp((float) most);
      long unsaid = some & coded.unsaid(first);
      if (unsaid != 0) {
        rememberAll(first, unsaid);
        some &= ~unsaid;
      }
      compareRun(codes, first, count, look == null ? some : some & look.near(first, limit), limit);
      if (byCode.bound() < bound) {
        bound = byCode.bound();
        most = Math.min(most, margin.around(margin.around(DistanceKey.distance(bound))));
      }
    }
    compareTaken(codes, Math.nextUp((float) most));
  }

  /** Compares the rows of a run whose bits are set; nearly all are read faster without looking. */
  private void compareRun(CodeScorer codes, int first, int count, long word, float most) {
    if (4 * Long.bitCount(word) >= 3 * count) {
      codes.distancesOfRun(first, count, run);
      for (int i = 0; i < count; i++) {
        if (run[i] <= most && (word >>> i & 1) != 0) {
          remember(first + i, run[i]);
        }
      }
      return;
    }
    take(first, word);
    if (ordinalCount >= RUN) {
      compareTaken(codes, most);
    }
  }

  /** Puts the ordinals of a run whose bits are set behind those that wait. */
  private void take(int first, long word) {
    int count = ordinalCount;
    for (long bits = word; bits != 0; bits &= bits - 1) {
      ordinals[count++] = first + Long.numberOfTrailingZeros(bits);
    }
    ordinalCount = count;
  }

  /** Many at a time, so that their memory is waited for together. */
  private void compareTaken(CodeScorer codes, float most) {
    codes.distancesOf(ordinals, ordinalCount, run);
    for (int i = 0; i < ordinalCount; i++) {
      if (run[i] <= most) {
        remember(ordinals[i], run[i]);
      }
    }
    ordinalCount = 0;
  }

  /** Remembers rows that are near as far as anybody knows. */
  private void rememberAll(int first, long word) {
    for (long bits = word; bits != 0; bits &= bits - 1) {
      remember(first + Long.numberOfTrailingZeros(bits), Float.NEGATIVE_INFINITY);
    }
  }

  private void remember(int ordinal, float distance) {
    if (candidateCount == candidates.length) {
      candidates = Arrays.copyOf(candidates, 2 * candidateCount);
      distances = Arrays.copyOf(distances, 2 * candidateCount);
    }
    candidates[candidateCount] = ordinal;
    distances[candidateCount++] = distance;
    if (distance > Float.NEGATIVE_INFINITY) {
      byCode.offer(DistanceKey.of(distance, ordinal));
    }
  }

  /** Compares the nearest rows by code; returns the key of the last of them. */
  private long compareNearest(ExactScorer exact, float radius) {
    int count = byCode.size();
    if (nearest.length < count) {
      nearest = new long[count];
    }
    byCode.drainKeys(nearest);
    for (int i = 0; i < count; i++) {
      compare(exact, DistanceKey.ordinal(nearest[i]), radius);
    }
    compareWaiting(exact, radius);
    return count == 0 ? Long.MIN_VALUE : nearest[count - 1];
  }

  /** Compares all other candidates that may still be near enough. */
  private void compareNearer(
      ExactScorer exact, float radius, Margin margin, long last, BooleanSupplier cancelled) {
    double most = margin.around(bound(radius));
    for (int i = 0; i < candidateCount; i++) {
      checkAt(i, cancelled);
      boolean compared =
          distances[i] > Float.NEGATIVE_INFINITY
              && DistanceKey.of(distances[i], candidates[i]) <= last;
      if (distances[i] <= most && !compared && compare(exact, candidates[i], radius)) {
        most = margin.around(bound(radius));
      }
    }
    compareWaiting(exact, radius);
  }

  private void compareUncoded(
      ExactScorer exact,
      int coded,
      int rows,
      float radius,
      @Nullable AcceptedOrdinals accepted,
      BooleanSupplier cancelled) {
    for (int i = coded; i < rows; i++) {
      checkAt(i, cancelled);
      if (accepted == null || accepted.contains(i)) {
        compare(exact, i, radius);
      }
    }
    compareWaiting(exact, radius);
  }

  /** Compares a row, together with three others; returns whether it was done now. */
  private boolean compare(ExactScorer exact, int ordinal, float radius) {
    waiting[waitingCount++] = ordinal;
    if (waitingCount < waiting.length) {
      return false;
    }
    compareWaiting(exact, radius);
    return true;
  }

  private void compareWaiting(ExactScorer exact, float radius) {
    exact.distancesOf(waiting, waitingCount, run);
    comparedCount += waitingCount;
    for (int i = 0; i < waitingCount; i++) {
      if (run[i] <= radius) {
        results.offer(DistanceKey.of(run[i], waiting[i]));
      }
    }
    waitingCount = 0;
  }

  private float bound(float radius) {
    return results.isFull() ? DistanceKey.distance(results.bound()) : radius;
  }

  private static void checkAt(int row, BooleanSupplier cancelled) {
    if ((row & (ROWS_PER_CHECK - 1)) == 0 && cancelled.getAsBoolean()) {
      throw new CancellationException("exact search was cancelled at row " + row);
    }
  }
}
