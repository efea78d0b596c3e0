package dev.pilum.testkit.sim;

import dev.pilum.testkit.SimulatedCrash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Threads of ours are virtual, and all of them are carried by the one thread that calls run(). It takes one that can go on, drawn by
 * chance, and lets it go until it blocks, ends or comes to pause(); then it draws again. So exactly one runs at any time, and the order is
 * the seed's. pause() is called where the outside world is met: at operations of the disk, looks at the clock, handing over of tasks.
 *
 * Time stands still while anybody can go on. When nobody can it moves to the moment at which the first sleeper wakes; when nobody sleeps
 * either, all wait for each other for ever, which is a failure that says who waits where.
 *
 * A thread that waits for a monitor (the JDK and Lucene have some; Pilum has none) is woken by a thread of the JVM, nobody knows when. It
 * therefore goes on only when no other can: then the order is ours again.
 */
/**
 * Threads that run one at a time, in an order that follows from a seed, with a clock of their own.
 * Made and run by one thread, which carries all of them.
 */
public final class SimulatedThreads {
  /** How long a monitor's owner may take to let go once nobody else can run: far more than any. */
  private static final long MONITOR_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** Threads of little weight are drawn this much less often than others. */
  private static final int WEIGHT = 16;

  /** Enough for every thread to unwind after a power cut; what goes on longer is left lying. */
  private static final int LAST_TURNS = 100_000;

  private final Thread carrier = Thread.currentThread();
  private final SplittableRandom random;
  private final int switchOneIn;
  private final TraceHash hash;
  private final VirtualThreads factory = new VirtualThreads(this::canGoOn);
  private final List<Runnable> ready = new ArrayList<>();
  private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();
  private final IdentityHashMap<Runnable, Integer> weights = new IdentityHashMap<>();
  private final List<Thread> alive = new ArrayList<>();
  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(
          Comparator.comparingLong(Sleeper::wakeNanos).thenComparingInt(Sleeper::id));
  private Runnable betweenTurns = () -> {};
  private @Nullable Throwable failure;
  private int nextWeight;
  private int nextSleeper;
  private long nanos;
  private boolean stopped;

  private record Sleeper(long wakeNanos, int id, Thread thread) {}

  /**
   * Makes a scheduler without threads.
   *
   * @param switchOneIn at how many pauses one lets others go on; 1 for all
   * @param hash told of each choice
   * @throws IllegalStateException when the JVM does not let us, naming the flag it lacks
   */
  public SimulatedThreads(long seed, int switchOneIn, TraceHash hash) {
    this.random = new SplittableRandom(seed);
    this.switchOneIn = switchOneIn;
    this.hash = hash;
  }

  /** Has {@link #run} run this, on its own thread, whenever one thread has stopped for another. */
  public void betweenTurns(Runnable work) {
    betweenTurns = work;
  }

  /** Starts a thread; it goes on when it is drawn. */
  public Thread start(String name, Runnable body) {
    Thread thread = factory.unstarted(name, () -> live(body));
    alive.add(thread);
    nextWeight = random.nextInt(4) == 0 ? 1 : WEIGHT;
    thread.start();
    return thread;
  }

  /**
   * Lets others go on, or not, as chance will have it. Called by threads of ours.
   *
   * @throws SimulatedCrash after {@link #stop}
   */
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is ours: it does what it is told
  public void pause() {
    if (random.nextInt(switchOneIn) == 0) {
      Thread.yield();
    }
    if (stopped) {
      throw new SimulatedCrash("the power is off");
    }
  }

  /** Lets others go on until {@code nanos} have passed. Called by threads of ours. */
  public void sleep(long duration) {
    Sleeper sleeper = new Sleeper(nanos + duration, nextSleeper++, Thread.currentThread());
    sleepers.add(sleeper);
    while (sleepers.contains(sleeper)) {
      LockSupport.park(this);
    }
    pause();
  }

  /** Lets a thread go on that sleeps, if it does. Called by threads of ours. */
  void wake(Thread thread) {
    if (sleepers.removeIf(sleeper -> sleeper.thread() == thread)) {
      LockSupport.unpark(thread);
    }
  }

  /** Returns how much time has passed, in nanoseconds. */
  public long nanos() {
    return nanos;
  }

  /** Ends all threads, each at its next pause. */
  public void stop() {
    stopped = true;
  }

  /**
   * Runs all threads, and those that they start, until each has ended, or after {@link #stop} can
   * go on no more.
   *
   * @throws AssertionError when one has failed, or when all wait for each other
   */
  public void run() {
    int last = 0;
    while (!alive.isEmpty() && last < LAST_TURNS && someoneCanGoOn()) {
      turn();
      last += stopped ? 1 : 0;
      betweenTurns.run();
    }
    switch (failure) {
      case null -> {}
      case AssertionError e -> throw e;
      default -> throw new AssertionError("a thread failed: " + failure, failure);
    }
  }

  private void turn() {
    int drawn = draw();
    hash.add(drawn);
    ready.remove(drawn).run();
  }

  private int draw() {
    int sum = 0;
    for (Runnable piece : ready) {
      sum += weightOf(piece);
    }
    int at = random.nextInt(sum);
    int drawn = 0;
    while (at >= weightOf(ready.get(drawn))) {
      at -= weightOf(ready.get(drawn++));
    }
    return drawn;
  }

  private int weightOf(Runnable piece) {
    return weights.getOrDefault(piece, WEIGHT);
  }

  private boolean someoneCanGoOn() {
    if (ready.isEmpty()) {
      awaitMonitors();
    }
    while (ready.isEmpty() && !sleepers.isEmpty()) {
      Sleeper first = sleepers.remove();
      nanos = Math.max(nanos, first.wakeNanos());
      LockSupport.unpark(first.thread());
    }
    if (ready.isEmpty() && !stopped && failure == null) {
      failure = new AssertionError("all threads wait for each other: " + whereabouts());
    }
    return !ready.isEmpty();
  }

  /** Waits for those that the JVM wakes: such a thread can run a moment before we hear of it. */
  private void awaitMonitors() {
    long end = System.nanoTime() + MONITOR_NANOS;
    while (alive.stream().anyMatch(SimulatedThreads::isUpToTheJvm)
        && fromOutside.isEmpty()
        && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    for (Runnable piece = fromOutside.poll(); piece != null; piece = fromOutside.poll()) {
      ready.add(piece);
    }
  }

  /** Asked where no thread is running and none waits for its turn. */
  private static boolean isUpToTheJvm(Thread thread) {
    return switch (thread.getState()) {
      case BLOCKED, RUNNABLE -> true;
      case NEW, WAITING, TIMED_WAITING, TERMINATED -> false;
    };
  }

  /** The executor of all threads: {@code piece} is the same object each time for one thread. */
  private void canGoOn(Runnable piece) {
    if (Thread.currentThread().isVirtual() || Thread.currentThread() == carrier) {
      weights.computeIfAbsent(piece, _ -> nextWeight);
      ready.add(piece);
    } else {
      fromOutside.add(piece);
      LockSupport.unpark(carrier);
    }
  }

  private void live(Runnable body) {
    try {
      if (!stopped) {
        body.run();
      }
    } catch (Throwable e) {
      failed(e);
    } finally {
      alive.remove(Thread.currentThread());
    }
  }

  private void failed(Throwable e) {
    if (!stopped) {
      failure = e;
      stop();
    }
  }

  private String whereabouts() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : alive) {
      text.append("\n  ").append(thread.getName()).append(' ').append(thread.getState());
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getClassName().startsWith("dev.pilum")) {
          text.append("\n    ").append(frame);
        }
      }
    }
    return text.toString();
  }
}
