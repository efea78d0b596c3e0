package dev.pilum.engine.read;

import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the searches of one table share: scratch memory, one for each search that runs at the same
 * time, the threads of those that run many at once, and the warm-up of the kernels.
 *
 * <p>Safe for use by many threads.
 */
public final class SearchResources {
  /**
   * The warm-up ends with the first of these. Over 1,000,000 rows of 128 coordinates the JIT is
   * done with a search's code after some 100.
   */
  private static final int WARM_UP_SEARCHES = 200;

  /** What {@link BuildThreads} takes at most. */
  private static final int MAX_THREADS = 256;

  private static final long WARM_UP_NANOS = 1_000_000_000;

  private final KernelWarmUp warmUp;
  private final Env env;
  private final ConcurrentLinkedQueue<SearchScratch> scratches = new ConcurrentLinkedQueue<>();

  /** Makes {@code warmUp} in {@code env}'s background after the first search. */
  public SearchResources(KernelWarmUp warmUp, Env env) {
    this.warmUp = warmUp;
    this.env = env;
  }

  /** Returns who runs many searches at once: the caller and the environment's helpers. */
  BuildThreads threads() {
    return new BuildThreads(env.helpers(), Math.min(MAX_THREADS, 1 + env.parallelism()));
  }

  /** Runs {@code search} with scratch memory that nobody else is using. */
  <T> T with(Function<SearchScratch, T> search) {
    SearchScratch pooled = scratches.poll();
    SearchScratch scratch = pooled == null ? new SearchScratch(warmUp) : pooled;
    try {
      return search.apply(scratch);
    } finally {
      scratches.add(scratch);
    }
  }

  /**
   * Makes {@code search} over and over in the background with the kernels that are to be warm, so
   * that the JIT sees them where they are used; only for the first caller, and not where they are
   * warm already.
   */
  void warmUpWith(Consumer<SearchScratch> search) {
    if (warmUp.mayBegin()) {
      try {
        env.background().execute(() -> warmUpNow(search));
      } catch (Closed e) {
        warmUp.end(); // the database was closed meanwhile: nobody will search again
      }
    }
  }

  private void warmUpNow(Consumer<SearchScratch> search) {
    SearchScratch scratch = new SearchScratch(KernelWarmUp.over());
    long start = env.nanoTime();
    try {
      for (int i = 0; i < WARM_UP_SEARCHES && env.nanoTime() - start < WARM_UP_NANOS; i++) {
        search.accept(scratch);
      }
    } catch (Closed e) {
      // the same
    } finally {
      warmUp.end();
    }
  }
}
