package dev.pilum.testkit.sim;

import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Closed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An {@link Env} whose background tasks and helpers are {@link SimulatedThreads}: as many at a time
 * as {@link #parallelism} says, the rest waits in order. A look at the clock, and handing a task
 * in, lets others go on.
 */
final class ScheduledEnv implements Env {
  /** 2026-01-01T00:00Z. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final SimulatedThreads threads;
  private final FileStore files;
  private final SplittableRandom random;
  private final int parallelism;
  private final Pool background = new Pool("background");
  private final Pool helpers = new Pool("helper");
  private final ReentrantLock oneLater = new ReentrantLock();
  private int appointments;
  private boolean closed;

  /** Makes an environment; {@code parallelism} is at least 1. */
  ScheduledEnv(SimulatedThreads threads, FileStore files, long seed, int parallelism) {
    this.threads = threads;
    this.files = files;
    this.random = new SplittableRandom(seed);
    this.parallelism = parallelism;
  }

  @Override
  public FileStore files() {
    return files;
  }

  @Override
  public long currentTimeMillis() {
    threads.pause();
    return START_MILLIS + threads.nanos() / NANOS_PER_MILLI;
  }

  @Override
  public long nanoTime() {
    threads.pause();
    return threads.nanos();
  }

  @Override
  public void pause(long nanos) {
    threads.sleep(nanos);
  }

  @Override
  public long nextRandomLong() {
    return random.nextLong();
  }

  @Override
  public Executor background() {
    return background;
  }

  @Override
  public Executor helpers() {
    return helpers;
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    if (closed) {
      throw new Closed("the database is closed and takes no more work; reopen it");
    }
    Later later = new Later(task);
    Thread thread = threads.start("later " + ++appointments, () -> later.await(nanos));
    return () -> later.cancel(thread);
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** A task for later, which has a thread of its own that sleeps until then. */
  private final class Later {
    private final Runnable task;
    private boolean cancelled;

    Later(Runnable task) {
      this.task = task;
    }

    void await(long nanos) {
      if (!cancelled) {
        threads.sleep(nanos);
      }
      oneLater.lock();
      try {
        if (!cancelled && !closed) {
          task.run();
        }
      } finally {
        oneLater.unlock();
      }
    }

    void cancel(Thread thread) {
      cancelled = true;
      threads.wake(thread);
    }
  }

  /** Threads that take tasks in the order in which they came. */
  private final class Pool implements Executor {
    private final String name;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private int started;

    Pool(String name) {
      this.name = name;
    }

    @Override
    public void execute(Runnable task) {
      if (closed) {
        throw new Closed("the database is closed and takes no more work; reopen it");
      }
      waiting.add(task);
      if (running < parallelism) {
        running++;
        threads.start(name + ' ' + ++started, this::work);
      }
      threads.pause();
    }

    private void work() {
      try {
        while (!waiting.isEmpty()) {
          waiting.remove().run();
        }
      } finally {
        running--;
      }
    }
  }
}
