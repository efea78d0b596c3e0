package dev.pilum.testkit;

import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Closed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Env} where nothing happens by itself: time stands still until {@link #advanceMillis},
 * chance follows from a seed, and background tasks wait until {@link #runOne} or {@link
 * #runUntilIdle} runs one of those that wait, drawn by chance, on the caller's thread. {@link
 * #inline} runs them at once instead, where they are handed in; those for {@link #later} run on the
 * thread that lets their time come.
 */
public final class SimulatedEnv implements Env {
  /** 2026-01-01T00:00Z. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final FileStore files;
  private final SplittableRandom random;
  private final Executor background;
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Later> appointed = new ArrayList<>();
  private final boolean inline;
  private long elapsedMillis;
  private boolean closed;

  /** Makes an environment over {@code files} in which background tasks wait. */
  public SimulatedEnv(FileStore files, long seed) {
    this.files = files;
    this.random = new SplittableRandom(seed);
    this.background = this::enqueue;
    this.inline = false;
  }

  private SimulatedEnv(FileStore files, SplittableRandom random) {
    this.files = files;
    this.random = random;
    this.background = this::runInline;
    this.inline = true;
  }

  /**
   * Makes an environment over {@code files} in which a background task runs before the call that
   * hands it in returns.
   */
  public static SimulatedEnv inline(FileStore files, long seed) {
    return new SimulatedEnv(files, new SplittableRandom(seed));
  }

  /** A task whose time comes. */
  private final class Later implements Appointment {
    private final long dueMillis;
    private final Runnable task;

    Later(long dueMillis, Runnable task) {
      this.dueMillis = dueMillis;
      this.task = task;
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        appointed.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Lets time pass; {@code millis} is at least 0. */
  public void advanceMillis(long millis) {
    pass(millis);
    if (inline) {
      runUntilIdle();
    }
  }

  private void pass(long millis) {
    lock.lock();
    try {
      elapsedMillis += millis;
    } finally {
      lock.unlock();
    }
  }

  /** Runs one waiting task and returns whether there was one. What the task throws, this throws. */
  public boolean runOne() {
    Runnable task = draw();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  /** Runs waiting tasks, and those they hand in, until none waits; returns how many ran. */
  public int runUntilIdle() {
    int count = 0;
    while (runOne()) {
      count++;
    }
    return count;
  }

  /** Returns how many tasks wait, without those whose time has not come. */
  public int waitingTasks() {
    lock.lock();
    try {
      return waiting.size() + due().size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public FileStore files() {
    return files;
  }

  @Override
  public long currentTimeMillis() {
    return START_MILLIS + elapsed();
  }

  @Override
  public long nanoTime() {
    return elapsed() * NANOS_PER_MILLI;
  }

  /** Lets that much time pass, and runs nothing. */
  @Override
  public void pause(long nanos) {
    pass(millis(nanos));
  }

  private static long millis(long nanos) {
    return Math.ceilDiv(nanos, NANOS_PER_MILLI);
  }

  @Override
  public long nextRandomLong() {
    lock.lock();
    try {
      return random.nextLong();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Executor background() {
    return background;
  }

  /** Returns {@link #background()}: here both kinds of tasks wait, or run at once. */
  @Override
  public Executor helpers() {
    return background;
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    lock.lock();
    try {
      checkOpen();
      Later later = new Later(elapsedMillis + millis(nanos), task);
      appointed.add(later);
      return later;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int parallelism() {
    return 1;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      appointed.clear();
    } finally {
      lock.unlock();
    }
  }

  private long elapsed() {
    lock.lock();
    try {
      return elapsedMillis;
    } finally {
      lock.unlock();
    }
  }

  private void enqueue(Runnable task) {
    lock.lock();
    try {
      checkOpen();
      waiting.add(task);
    } finally {
      lock.unlock();
    }
  }

  private void runInline(Runnable task) {
    checkOpen();
    task.run();
  }

  private void checkOpen() {
    if (closed) {
      throw new Closed("the database is closed and takes no more background work; reopen it");
    }
  }

  private @Nullable Runnable draw() {
    lock.lock();
    try {
      List<Later> due = due();
      int count = waiting.size() + due.size();
      int drawn = count == 0 ? 0 : random.nextInt(count);
      return drawn < waiting.size() ? waiting.remove(drawn) : begun(due, drawn - waiting.size());
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable begun(List<Later> due, int drawn) {
    if (due.isEmpty()) {
      return null;
    }
    Later later = due.get(drawn);
    appointed.remove(later);
    return later.task;
  }

  private List<Later> due() {
    return appointed.stream().filter(later -> later.dueMillis <= elapsedMillis).toList();
  }
}
