package dev.pilum.engine.read;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/*
 * A thread that yields lets those go first that wait for its own core. A search may wait for another one, whose thread yields to nobody:
 * that of a caller, of the JIT, of somebody else's program. Systems move a waiting thread to a core that has nothing to do, at the
 * moment when that core runs out of work, so background work has to leave its core: it pauses, again and again, until no search is
 * under way. It does so only while searches and background work together want more cores than there are.
 *
 * Whoever yields is away for a whole time slice if somebody else computes, and upkeep that is always away never ends. So a thread that
 * was away, for whatever reason, goes on for as long as that before it gives way again: half of its time at most it gives way.
 */
/**
 * Another environment, where background work lets the searches of a database go first.
 *
 * <p>Safe for use by many threads.
 */
public final class SearchesFirst implements ForwardingEnv {
  /** About the shortest that a system can measure: Linux adds 50 us of its own. */
  private static final long PAUSE_NANOS = 50_000;

  /** How long a thread pauses at a time: hardly a search that is in a hurry takes longer. */
  private static final long MOST_NANOS = 5_000_000;

  /** Threads beyond so many may share an account, and then give way less often. */
  private static final int ACCOUNTS = 64;

  private final Env env;
  private final LongAdder searches = new LongAdder();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger pausing = new AtomicInteger();

  /** By thread, from when on it may give way again. */
  private final AtomicLongArray due = new AtomicLongArray(ACCOUNTS);

  /** Knows of no search yet. */
  public SearchesFirst(Env env) {
    this.env = env;
    long now = env.nanoTime();
    for (int i = 0; i < ACCOUNTS; i++) {
      due.set(i, now);
    }
  }

  @Override
  public Env env() {
    return env;
  }

  /** Says that a search begins; {@link #end} follows. */
  public void begin() {
    searches.increment();
  }

  /** Says that a search has ended, well or not. */
  public void end() {
    searches.decrement();
  }

  @Override
  public void giveWay() {
    int account = (int) (Thread.currentThread().threadId() % ACCOUNTS);
    long start = env.nanoTime();
    if (start - due.get(account) < 0) {
      return;
    }
    env.giveWay();
    if (isCrowded(pausing.get())) {
      makeRoom(start);
    }
    long end = env.nanoTime();
    due.set(account, end + (end - start));
  }

  /**
   * Returns whether somebody searches, and searches and background work want more cores than there
   * are, although {@code away} threads of it pause.
   */
  private boolean isCrowded(int away) {
    long waiting = searches.sum();
    return waiting > 0 && waiting + Math.max(1, tasks.get()) - away > env.parallelism();
  }

  private void makeRoom(long start) {
    int others = pausing.getAndIncrement();
    try {
      int most = (int) (MOST_NANOS / PAUSE_NANOS); // should the clock stand still
      for (int i = 0; i < most && env.nanoTime() - start < MOST_NANOS && isCrowded(others); i++) {
        env.pause(PAUSE_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pausing.decrementAndGet();
    }
  }

  @Override
  public Executor background() {
    return counted(env.background());
  }

  @Override
  public Executor helpers() {
    return counted(env.helpers());
  }

  private Executor counted(Executor executor) {
    return task -> executor.execute(() -> run(task));
  }

  private void run(Runnable task) {
    tasks.incrementAndGet();
    try {
      task.run();
    } finally {
      tasks.decrementAndGet();
    }
  }
}
