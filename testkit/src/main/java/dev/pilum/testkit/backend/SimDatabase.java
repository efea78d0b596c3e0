package dev.pilum.testkit.backend;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/*
 * The engine is the real one, so its answers are: rows, searches, filters, recovery. What is simulated is what lies around it. Below
 * are a disk in memory and a clock that stands still until somebody moves it; above, where an application calls, a door at which calls
 * fail as those of a remote database do. An application that passes its tests here for many seeds has met lost answers, full disks,
 * power cuts and tables that take no more writes until they are reopened.
 */
/**
 * A database in memory for tests of applications, with seeded faults: the same seed, rates and
 * calls from one thread give the same faults at the same calls.
 *
 * <p>Upkeep runs inside the calls that cause it. {@link #database()} may be used by many threads;
 * the other methods by one at a time.
 */
public final class SimDatabase implements AutoCloseable {
  private final long seed;
  private final FaultRates rates;
  private final SplittableRandom random;
  private final DatabaseOptions options;
  private final FaultDice dice;
  private final AtomicLong skewMillis = new AtomicLong();
  private final List<String> events = new ArrayList<>();
  private SimulatedFileStore disk;
  private SimulatedEnv env;
  private Database engine;
  private Database database;

  private SimDatabase(long seed, FaultRates rates, DatabaseOptions options) {
    this.seed = seed;
    this.rates = rates;
    this.options = options;
    this.random = new SplittableRandom(seed);
    this.disk = new SimulatedFileStore(random.nextLong());
    this.env = SimulatedEnv.inline(disk, random.nextLong());
    this.dice = new FaultDice(random.nextLong(), rates, this::elapsedMillis);
    this.engine = Database.open(env(), options);
    this.database = new FaultyDatabase(engine, new CallFaults(dice));
    disk.follow(new DiskFaults(dice, env));
    dice.setQuiet(false);
  }

  /** Opens an empty database in which nothing goes wrong by itself. */
  public static SimDatabase open(long seed) {
    return open(seed, FaultRates.NONE);
  }

  /** Opens an empty database in which things go wrong from now on. */
  public static SimDatabase open(long seed, FaultRates rates) {
    return open(seed, rates, DatabaseOptions.DEFAULT);
  }

  /** As {@link #open(long, FaultRates)}, with options. */
  public static SimDatabase open(long seed, FaultRates rates, DatabaseOptions options) {
    return new SimDatabase(seed, rates, options);
  }

  /** Returns the database as the application sees it; another one after {@link #reopen}. */
  public Database database() {
    return database;
  }

  /** Returns the outside world: its clock, which may jump, and its files. */
  public Env env() {
    return new SkewedEnv(env, dice, skewMillis);
  }

  /** Lets time pass; {@code millis} is at least 0. */
  public void advanceMillis(long millis) {
    env.advanceMillis(millis);
  }

  /** Lets nothing go wrong any more: for looking at what there is. */
  public void calm() {
    dice.setQuiet(true);
  }

  /** Lets things go wrong again after {@link #calm}. */
  public void storm() {
    dice.setQuiet(false);
  }

  /**
   * Cuts the power: what was not forced may be lost, as disks lose it. Calls from now on throw
   * {@link dev.pilum.testkit.SimulatedCrash} until {@link #reopen}.
   */
  public void crash() {
    disk = disk.crash();
    events.add("crash after fault " + dice.journal().size());
    startAgain();
  }

  /**
   * Closes the database, if that is possible, and opens it again, as an application does after
   * {@link dev.pilum.storage.error.Closed}. Faults strike here too.
   *
   * @throws PilumException when it does not open; it may the next time
   */
  public Database reopen() {
    closeQuietly();
    events.add("reopen after fault " + dice.journal().size());
    disk = disk.kill();
    startAgain();
    engine = Database.open(env(), options);
    database = new FaultyDatabase(engine, new CallFaults(dice));
    return database;
  }

  /** Returns the faults so far, in order. */
  public List<InjectedFault> journal() {
    return dice.journal();
  }

  /** Returns one line for a test's failure message: what to run again, and what went wrong. */
  public String replay() {
    return "SimDatabase.open(0x%XL, %s): %s, faults %s".formatted(seed, rates, events, journal());
  }

  /** Closes the database, whatever state it is in. */
  @Override
  public void close() {
    calm();
    closeQuietly();
  }

  /** Goes on with the disk of the next process. */
  private void startAgain() {
    long elapsed = elapsedMillis();
    env = SimulatedEnv.inline(disk, random.nextLong());
    env.advanceMillis(elapsed);
    disk.follow(new DiskFaults(dice, env));
  }

  private long elapsedMillis() {
    return env.nanoTime() / 1_000_000L;
  }

  private void closeQuietly() {
    disk.follow(FaultPlan.none());
    try {
      engine.close();
    } catch (PilumException | dev.pilum.testkit.SimulatedCrash e) {
      events.add("closed badly: " + e.getMessage());
    }
  }
}
