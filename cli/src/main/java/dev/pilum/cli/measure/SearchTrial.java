package dev.pilum.cli.measure;

import dev.pilum.Hit;
import dev.pilum.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs many searches one after another on one thread and times each. The JIT compiler gets three
 * seconds of them first: before it is warm, a search takes a hundred times as long, and after one
 * second still two to three times (5,183 rows x 384: 11,000 searches a second, and 24,000 after
 * three).
 */
public final class SearchTrial {
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long MEASURED_NANOS = 1_000_000_000L;
  private static final int MAX_ROUNDS = 100;

  private final Function<float[], Search> searchFor;
  private final float[][] queries;
  private final Latencies latencies = new Latencies();
  private final List<List<Hit>> answers = new ArrayList<>();

  /**
   * Prepares a trial of {@code queries}, at least one, by the search that {@code searchFor} makes
   * of each.
   */
  public SearchTrial(Function<float[], Search> searchFor, float[][] queries) {
    this.searchFor = searchFor;
    this.queries = queries;
  }

  /** Runs all queries at least once, and again until a second has gone by. */
  public void run() {
    warmUp();
    long end = System.nanoTime() + MEASURED_NANOS;
    for (int round = 0; round == 0 || (round < MAX_ROUNDS && System.nanoTime() < end); round++) {
      for (int i = 0; i < queries.length; i++) {
        long start = System.nanoTime();
        List<Hit> hits = searchFor.apply(queries[i]).hits();
        latencies.add(System.nanoTime() - start);
        if (round == 0) {
          answers.add(hits);
        }
      }
    }
  }

  /** Returns the hits of each query. */
  public List<List<Hit>> answers() {
    return answers;
  }

  /** Returns how long each search took. */
  public Latencies latencies() {
    return latencies;
  }

  private void warmUp() {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      for (int i = 0; i < queries.length && System.nanoTime() < end; i++) {
        searchFor.apply(queries[i]).hits();
      }
    }
  }
}
