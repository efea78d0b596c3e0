package dev.pilum.storage.env;

import dev.pilum.storage.error.Closed;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Env} of production: the machine's clocks and randomness, and two small pools of daemon
 * threads named {@code pilum-background-<n>} and {@code pilum-helper-<n>} that end after {@value
 * #IDLE_SECONDS} idle seconds, so that a host application can always exit and an idle database
 * costs it no thread. Whoever asks for something {@link #later} gets one more, {@code
 * pilum-later-1}, which stays.
 *
 * <p>Platform threads, in each pool one fewer than there are cores: they compute, so that virtual
 * threads would gain nothing, and the calling thread needs a core too.
 */
public final class SystemEnv implements Env {
  private static final long IDLE_SECONDS = 10;

  private final FileStore files;
  private final ThreadPoolExecutor background;
  private final ThreadPoolExecutor helpers;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ScheduledThreadPoolExecutor later;
  private boolean closed;

  /** Makes an environment over {@code files}; no thread starts before the first background task. */
  public SystemEnv(FileStore files) {
    this.files = files;
    this.background = pool("pilum-background-");
    this.helpers = pool("pilum-helper-");
  }

  private static ThreadPoolExecutor pool(String threadName) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    ThreadFactory factory = Thread.ofPlatform().daemon().name(threadName, 1).factory();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            new Refusal());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public FileStore files() {
    return files;
  }

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing depends on it
  public void giveWay() {
    Thread.yield();
  }

  /**
   * Asked once for a new table: a source kept at hand would cost every opening 10 ms of class
   * loading.
   */
  @Override
  public long nextRandomLong() {
    return new SecureRandom().nextLong();
  }

  /**
   * Returns the pool. After {@link #close()} it refuses tasks with {@link Closed}; those it has
   * already taken still run.
   */
  @Override
  public Executor background() {
    return background;
  }

  /** Returns the other pool, which refuses tasks after {@link #close()} too. */
  @Override
  public Executor helpers() {
    return helpers;
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    lock.lock();
    try {
      ScheduledThreadPoolExecutor timer = later;
      if (timer == null && !closed) {
        timer = timer();
        later = timer;
      }
      if (timer == null) {
        throw new Closed("the database is closed and takes no more work; reopen it");
      }
      ScheduledFuture<?> appointed =
          timer.schedule(() -> runSeen(task), nanos, TimeUnit.NANOSECONDS);
      return () -> appointed.cancel(false);
    } finally {
      lock.unlock();
    }
  }

  /** A timer keeps what its tasks throw to itself. */
  private static void runSeen(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** Nobody may be kept in memory by a task that was given up. */
  private static ScheduledThreadPoolExecutor timer() {
    ThreadFactory factory = Thread.ofPlatform().daemon().name("pilum-later-", 1).factory();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory, new Refusal());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  @Override
  public int parallelism() {
    return background.getMaximumPoolSize();
  }

  @Override
  public void close() {
    background.shutdown();
    helpers.shutdown();
    lock.lock();
    try {
      closed = true;
      ScheduledThreadPoolExecutor timer = later;
      if (timer != null) {
        timer.shutdown();
      }
    } finally {
      lock.unlock();
    }
  }

  private static final class Refusal implements RejectedExecutionHandler {
    @Override
    public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
      throw new Closed("the database is closed and takes no more work; reopen it");
    }
  }
}
