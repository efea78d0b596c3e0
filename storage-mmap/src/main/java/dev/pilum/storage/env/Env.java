package dev.pilum.storage.env;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The outside world as Pilum sees it: files, time, chance and threads. Main code uses nothing else,
 * so that a test which brings its own {@code Env} decides everything that happens and can replay it
 * from a seed.
 *
 * <p>Safe for use by many threads.
 */
public interface Env {
  /** Returns the files of one database folder. */
  FileStore files();

  /** Returns milliseconds since 1970-01-01T00:00Z by the wall clock, which may jump. */
  long currentTimeMillis();

  /** Returns nanoseconds of a clock that never goes back; only differences mean anything. */
  long nanoTime();

  /**
   * Keeps the calling thread waiting for about {@code nanos} nanoseconds; at once by a clock that
   * somebody moves by hand.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  default void pause(long nanos) throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lockInterruptibly();
    try {
      Condition never = lock.newCondition();
      long left = nanos;
      while (left > 0) {
        left = never.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the calling thread let those go first that wait for a core; for background work, which
   * calls this between pieces of some hundred microseconds. Without it a search that finds all
   * cores busy waits for the end of a time slice, which is many times as long as the search.
   */
  default void giveWay() {}

  /** Returns 64 random bits, for seeds and identifiers. */
  long nextRandomLong();

  /**
   * Returns where background work (flush, graph building, compaction) runs; tasks may run in any
   * order and at the same time.
   */
  Executor background();

  /**
   * Returns where a call that somebody waits for finds helpers (many searches at once), apart from
   * {@link #background()} so that a long graph build does not hold it up. Tasks may run late or
   * never: the caller does the work that no helper has taken.
   */
  Executor helpers();

  /**
   * Runs {@code task} once, when about {@code nanos} nanoseconds have passed, apart from {@link
   * #background()} and {@link #helpers()}: for work that mostly waits, and may {@link #pause} as
   * long as it likes without holding anybody up but others of its kind. Such tasks run one after
   * another.
   *
   * @return what gives the task up; {@link #close} gives up all that have not begun
   * @throws dev.pilum.storage.error.Closed after {@link #close}
   */
  Appointment later(long nanos, Runnable task);

  /**
   * Returns how many tasks of {@link #background()}, and how many of {@link #helpers()}, may
   * usefully compute at the same time as one calling thread; at least 1.
   */
  int parallelism();

  /**
   * Stops accepting tasks and lets go of threads; files already open stay open. Calling it again
   * does nothing.
   */
  void close();
}
