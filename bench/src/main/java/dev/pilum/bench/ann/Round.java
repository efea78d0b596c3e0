package dev.pilum.bench.ann;

import dev.pilum.bench.ann.engine.AnnSearcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One round of searches at one breadth: every thread goes through all queries, and again until time
 * is up.
 *
 * @param perSecond searches of all threads together per second
 * @param p50Micros median time of a search
 * @param p99Micros time that 99 % of the searches did not exceed
 */
record Round(double perSecond, double p50Micros, double p99Micros) {

  /** Runs a round of at least {@code minimumNanos} with one thread for each searcher. */
  static Round run(List<AnnSearcher> searchers, float[][] queries, int ef, long minimumNanos)
      throws IOException {
    long start = System.nanoTime();
    long end = start + minimumNanos;
    List<long[]> times =
        searchers.size() == 1
            ? List.of(times(searchers.getFirst(), queries, ef, 0, end))
            : together(searchers, queries, ef, end);
    return of(times, System.nanoTime() - start);
  }

  /** Returns a round whose figures are the medians of the rounds'. */
  static Round median(List<Round> rounds) {
    return new Round(
        median(rounds.stream().mapToDouble(Round::perSecond).toArray()),
        median(rounds.stream().mapToDouble(Round::p50Micros).toArray()),
        median(rounds.stream().mapToDouble(Round::p99Micros).toArray()));
  }

  private static List<long[]> together(
      List<AnnSearcher> searchers, float[][] queries, int ef, long end) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(searchers.size())) {
      List<Future<long[]>> running = new ArrayList<>();
      for (int i = 0; i < searchers.size(); i++) {
        AnnSearcher searcher = searchers.get(i);
        int first = queries.length / searchers.size() * i;
        running.add(threads.submit(() -> times(searcher, queries, ef, first, end)));
      }
      List<long[]> times = new ArrayList<>();
      for (Future<long[]> each : running) {
        times.add(each.get());
      }
      return times;
    } catch (ExecutionException e) {
      throw new IOException("a search failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /**
   * Returns the nanoseconds of each search of one thread, which starts with query {@code first}.
   */
  private static long[] times(AnnSearcher searcher, float[][] queries, int ef, int first, long end)
      throws IOException {
    long[] times = new long[queries.length];
    int count = 0;
    do {
      times = Arrays.copyOf(times, count + queries.length);
      for (int i = 0; i < queries.length; i++) {
        float[] query = queries[(first + i) % queries.length];
        long start = System.nanoTime();
        searcher.search(query, ef);
        times[count++] = System.nanoTime() - start;
      }
    } while (System.nanoTime() < end);
    return times;
  }

  private static Round of(List<long[]> times, long nanos) {
    long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Round(
        sorted.length * 1e9 / nanos, percentile(sorted, 50) / 1e3, percentile(sorted, 99) / 1e3);
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[(int) (((long) sorted.length * percent + 99) / 100) - 1];
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
