package dev.pilum.hnsw;

import dev.pilum.storage.error.Closed;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Spreads numbered pieces of work over the calling thread and helpers on an executor.
 *
 * <p>Who is free takes the next piece. The caller takes pieces too and waits for pieces only, never
 * for helpers, so an executor that is busy, full or shut down costs speed, not progress. One {@link
 * #run} at a time.
 */
public final class WorkerTeam {

  /** One piece of work; {@code worker}, below the team's size, says whose scratch memory to use. */
  @FunctionalInterface
  public interface Piece {
    /** Does the piece with this number. */
    void run(int piece, int worker);
  }

  private final BuildThreads threads;

  /** Makes a team; nothing runs before {@link #run}. */
  public WorkerTeam(BuildThreads threads) {
    this.threads = threads;
  }

  int size() {
    return threads.count();
  }

  /** Lets others go first, in the midst of a piece that takes long. */
  void giveWay() {
    threads.giveWay().run();
  }

  /**
   * Runs the pieces 0 to {@code count - 1}, in any order, and returns when all are done.
   *
   * @throws CancellationException when the calling thread is interrupted; its interrupt status
   *     stays set
   * @throws RuntimeException the first failure of a piece, after all pieces are done or dropped
   */
  public void run(int count, Piece piece) {
    Shift shift = new Shift(count, piece, threads.giveWay());
    for (int helper = 1; helper < Math.min(threads.count(), count); helper++) {
      if (!invite(shift, helper)) {
        break;
      }
    }
    shift.work(0);
    shift.await();
  }

  private boolean invite(Shift shift, int worker) {
    try {
      threads.executor().execute(() -> shift.work(worker));
      return true;
    } catch (RejectedExecutionException | Closed e) {
      return false; // the caller does it alone
    }
  }

  private static final class Shift {
    private final int count;
    private final Piece piece;
    private final Runnable giveWay;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch unfinished;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Shift(int count, Piece piece, Runnable giveWay) {
      this.count = count;
      this.piece = piece;
      this.giveWay = giveWay;
      this.unfinished = new CountDownLatch(count);
    }

    void work(int worker) {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            piece.run(i, worker);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          unfinished.countDown();
        }
        giveWay.run();
      }
    }

    void await() {
      boolean interrupted = Thread.interrupted();
      while (true) {
        try {
          unfinished.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new CancellationException("interrupted"));
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
        failure.compareAndSet(null, new CancellationException("interrupted"));
      }
      rethrow(failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
