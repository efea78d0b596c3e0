package dev.pilum.engine.read;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/*
 * A thread that yields lets those go first that wait for its own core. A search may wait for another one, whose thread yields to nobody:
 * that of a caller, of the JIT, of somebody else's program. Systems move a waiting thread to a core that has nothing to do, at the
 * moment when that core runs out of work, so background work has to leave its core: it pauses, again and again, until no search is
 * under way. It does so only while searches and tasks together want all cores, or more than there are.
 *
 * Whoever yields is away for a whole time slice if somebody else computes, and upkeep that is always away never ends. So after a thread
 * was away, for whatever reason, as much time passes before it gives way again: half of the time at most it gives way. A thread is known
 * by the place that its task took, the lowest free one, and not by its own number: in the simulator the same seed has the same threads
 * give way, whatever else the process has started.
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

  /** Tasks beyond so many share the last place, and then give way less often. */
  private static final int PLACES = Long.SIZE;

  /** The place of those who do upkeep as their callers. */
  private static final int CALLERS = 0;

  /** The place of the task that runs. */
  private static final ScopedValue<Integer> PLACE = ScopedValue.newInstance();

  private final Env env;
  private final LongAdder searches = new LongAdder();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger pausing = new AtomicInteger();

  /** Which places are taken, a bit for each. */
  private final AtomicLong taken = new AtomicLong(1L << CALLERS);

  /** By place, from when on who has it may give way again. */
  private final AtomicLongArray due = new AtomicLongArray(PLACES);

  /** Knows of no search yet. */
  public SearchesFirst(Env env) {
    this.env = env;
    long now = env.nanoTime();
    for (int i = 0; i < PLACES; i++) {
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
    int place = PLACE.orElse(CALLERS);
    long start = env.nanoTime();
    if (start - due.get(place) < 0) {
      return;
    }
    env.giveWay();
    if (isCrowded(pausing.get())) {
      makeRoom(start);
    }
    long end = env.nanoTime();
    due.set(place, end + (end - start));
  }

  /**
   * Returns whether somebody searches, and searches and tasks want all cores or more, although
   * {@code away} threads pause. One core is left for those who call: parallelism does not count it.
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
    int place = takePlace();
    try {
      ScopedValue.where(PLACE, place).run(task);
    } finally {
      tasks.decrementAndGet();
      taken.getAndUpdate(places -> places & ~(1L << place));
    }
  }

  private int takePlace() {
    long before = taken.getAndUpdate(places -> places | Long.lowestOneBit(~places));
    return Math.min(Long.numberOfTrailingZeros(~before), PLACES - 1);
  }
}
