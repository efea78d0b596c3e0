package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import java.util.concurrent.Executor;

/**
 * Who builds a graph, or answers many searches: the calling thread, and up to {@code count - 1}
 * tasks on an executor beside it.
 *
 * <p>The work goes on whether the executor runs those tasks at once, late, or never; what comes out
 * is the same.
 *
 * @param executor where helping tasks run; not used when {@code count} is 1
 * @param count threads that compute at the same time, 1 to 256
 * @param giveWay what each of them does after every piece of its work, which takes some hundred
 *     microseconds: let those go first whom somebody waits for
 */
public record BuildThreads(Executor executor, int count, Runnable giveWay) {

  /** The calling thread alone. */
  public static final BuildThreads CALLER_ONLY = new BuildThreads(Runnable::run, 1);

  /** Threads that somebody waits for, and which give way to nobody. */
  public BuildThreads(Executor executor, int count) {
    this(executor, count, () -> {});
  }

  /**
   * Checks the count.
   *
   * @throws InvalidRequest when it is out of its range
   */
  public BuildThreads {
    if (count < 1 || count > 256) {
      throw new InvalidRequest("work is shared by 1 to 256 threads, got " + count);
    }
  }
}
