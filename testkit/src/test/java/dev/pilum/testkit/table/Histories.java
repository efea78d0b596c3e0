package dev.pilum.testkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** Lives histories that know nothing of each other, as many at a time as there are cores. */
public final class Histories {
  private Histories() {}

  /**
   * Lives one history for each seed and returns what came of each, in the order of seeds, whichever
   * ended first.
   *
   * @throws AssertionError what the history with the least seed threw, when some did
   */
  public static <T> List<T> each(long firstSeed, long endSeed, LongFunction<T> history) {
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      List<Future<T>> running = new ArrayList<>();
      for (long seed = firstSeed; seed < endSeed; seed++) {
        long drawn = seed;
        running.add(threads.submit(() -> history.apply(drawn)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(resultOf(one, threads));
      }
      return results;
    }
  }

  private static <T> T resultOf(Future<T> history, ExecutorService threads) {
    try {
      return history.get();
    } catch (ExecutionException e) {
      threads.shutdownNow();
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      threads.shutdownNow();
      throw new AssertionError("interrupted", e);
    }
  }
}
