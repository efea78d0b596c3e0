package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Alteration;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TableEvent;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.TableInvariants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The scrub reads no faster than it may, gets in nobody's way, and ends when the database does. */
class ScrubPaceTest {
  private static final long SEED = Long.getLong("seed", 0x9ACE);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int PIECE_BYTES = 1 << 18;
  private static final int ROWS = 3_000;

  /** So slow that nearly every read has to wait. */
  private static final DatabaseOptions SLOW =
      SampleTable.OPTIONS.withScrubEvery(EVERY).withScrubBytesPerSecond(50_000);

  private final SimulatedFileStore disk = new SimulatedFileStore(SEED);

  @Test
  void atNoTimeHasMoreBeenReadThanThePaceAllows() {
    long bytesPerSecond = 1 << 20;
    DatabaseOptions options =
        DatabaseOptions.DEFAULT.withScrubEvery(EVERY).withScrubBytesPerSecond(bytesPerSecond);
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    AtomicLong began = new AtomicLong(-1);
    AtomicLong sum = new AtomicLong();
    AtomicInteger reads = new AtomicInteger();
    SeenReads files =
        new SeenReads(
            disk,
            bytes -> {
              if (began.get() >= 0) {
                assertThat(bytes).isLessThanOrEqualTo(PIECE_BYTES);
                double seconds = (env.nanoTime() - began.get()) / 1e9;
                assertThat((double) sum.addAndGet(bytes))
                    .as("bytes after %s s, at read %d", seconds, reads.incrementAndGet())
                    .isLessThanOrEqualTo((seconds + 0.001) * bytesPerSecond + PIECE_BYTES);
              }
            });
    List<TableEvent.Scrub> heard = new ArrayList<>();
    try (Database database = Database.open(new PausingEnv(env, files, () -> {}), options)) {
      for (String name : List.of("a", "b")) {
        wide(database, name);
      }
      database.addListener(event -> note(event, heard));
      env.advanceMillis(EVERY.toMillis() - 1);
      heard.clear();
      began.set(env.nanoTime());
      env.advanceMillis(EVERY.toMillis());
    }
    assertThat(heard).hasSize(2).allMatch(scrub -> scrub.problems().isEmpty());
    long bytes = heard.stream().mapToLong(TableEvent.Scrub::bytes).sum();
    assertThat(sum.get()).isGreaterThanOrEqualTo(bytes);
    assertThat(bytes).isGreaterThan(2L * ROWS * 256 * Float.BYTES);
    assertThat(reads.get()).isGreaterThan(24);
    long nanos = heard.stream().mapToLong(TableEvent.Scrub::nanos).sum();
    assertThat(nanos / 1e9).isGreaterThan((double) bytes / bytesPerSecond);
  }

  /** A table of 3 MiB of vectors in one file. */
  private static void wide(Database database, String name) {
    Schema schema = Schema.builder().key("id", Types.int64()).vector("v", 256, Metric.L2).build();
    Table table = database.createTable(name, schema);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(Row.of("id", i, "v", new float[256]));
    }
    table.add(rows);
    table.flush();
  }

  @Test
  void closingEndsItAtAnyMomentWithoutAnotherRead() throws InterruptedException {
    sample();
    int moments = 0;
    for (int pause = 0; closedAtPause(pause); pause += 5) {
      moments++;
    }
    assertThat(moments).as("moments of a round").isGreaterThan(50);
  }

  /** Returns whether there was a pause with this number, at which the database was closed. */
  private boolean closedAtPause(int number) throws InterruptedException {
    SimulatedFileStore store = disk.fork();
    SimulatedEnv env = new SimulatedEnv(store, SEED);
    AtomicInteger left = new AtomicInteger(number);
    AtomicReference<Thread> closer = new AtomicReference<>();
    AtomicReference<Database> open = new AtomicReference<>();
    AtomicInteger readsAfter = new AtomicInteger();
    List<TableEvent.Scrub> heard = new ArrayList<>();
    Thread scrubber = Thread.currentThread();
    SeenReads files =
        new SeenReads(
            store,
            bytes -> {
              if (closer.get() != null && Thread.currentThread().equals(scrubber)) {
                readsAfter.incrementAndGet();
              }
            });
    Env pausing =
        new PausingEnv(
            env,
            files,
            () -> {
              if (left.getAndDecrement() == 0) {
                closer.set(waitingCloser(open.get()));
              }
            });
    Database database = Database.open(pausing, SLOW);
    open.set(database);
    database.openTable("t");
    database.addListener(event -> note(event, heard));
    env.runUntilIdle();
    env.advanceMillis(EVERY.toMillis());
    env.runOne();
    Thread closing = closer.get();
    if (closing == null) {
      database.close();
      assertThat(heard).hasSize(1);
      return false;
    }
    closing.join();
    assertThat(heard).as("rounds, closed at pause %d", number).isEmpty();
    assertThat(readsAfter.get()).as("reads, closed at pause %d", number).isZero();
    assertThat(store.openHandles()).as("files left open").isZero();
    env.advanceMillis(2 * EVERY.toMillis());
    assertThat(env.runOne()).as("whether anything goes on").isFalse();
    return true;
  }

  /** Returns a thread that closes the database, and waits by now for the scrub to end. */
  private static Thread waitingCloser(Database database) {
    Thread closer = Thread.ofPlatform().start(database::close);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return closer;
  }

  @Test
  void whateverGoesOnMeanwhileIsNoDamage() {
    sample();
    int rounds = 0;
    for (long seed = SEED; seed < SEED + 5; seed++) {
      rounds += beside(seed);
    }
    assertThat(rounds).isEqualTo(5 * 4);
  }

  /** Returns how many rounds were made, at each pause of which something was done to the table. */
  private int beside(long seed) {
    SimulatedFileStore store = disk.fork();
    SimulatedEnv env = new SimulatedEnv(store, seed);
    SplittableRandom random = new SplittableRandom(seed);
    AtomicReference<Table> open = new AtomicReference<>();
    AtomicInteger acts = new AtomicInteger();
    List<TableEvent.Scrub> heard = new ArrayList<>();
    Runnable inPauses =
        () -> {
          Table table = open.get();
          if (table != null && random.nextInt(4) == 0) {
            acts.incrementAndGet();
            act(table, env, random);
          }
        };
    try (Database database = Database.open(new PausingEnv(env, store, inPauses), SLOW)) {
      database.addListener(event -> note(event, heard));
      open.set(database.openTable("t"));
      for (int i = 0; i < 4; i++) {
        env.advanceMillis(EVERY.toMillis());
        env.runUntilIdle();
      }
      Table table = open.get();
      assertThat(heard)
          .as("seed 0x%X", seed)
          .hasSize(4)
          .allSatisfy(scrub -> assertThat(scrub.problems()).isEmpty());
      assertThat(table.verify().problems()).isEmpty();
      TableInvariants.check(table);
    }
    assertThat(acts.get()).isGreaterThan(50);
    assertThat(store.openHandles()).isZero();
    return heard.size();
  }

  private static void act(Table table, SimulatedEnv env, SplittableRandom random) {
    long id = random.nextLong(60);
    switch (random.nextInt(10)) {
      case 0 -> table.flush();
      case 1 -> table.optimize();
      case 2 -> table.deleteAll(List.of(id, id + 1));
      case 3 -> table.createIndex("name", ScalarIndex.ORDERED);
      case 4 -> table.dropIndex("name", ScalarIndex.ORDERED);
      case 5 -> env.runOne();
      case 6 -> alter(table);
      default -> table.upsert(Row.of("id", id, "name", "n" + id, "body", "word " + id));
    }
  }

  private static void alter(Table table) {
    boolean there = table.schema().fields().stream().anyMatch(field -> field.name().equals("more"));
    Alteration alteration = table.alter();
    if (there) {
      alteration.drop("more").apply();
    } else {
      alteration.add(Field.of("more", Types.int64())).apply();
    }
  }

  private void sample() {
    try (Database database = Database.open(SimulatedEnv.inline(disk, SEED), SampleTable.OPTIONS)) {
      SampleTable.create(database, "t", SEED);
    }
  }

  private static void note(TableEvent event, List<TableEvent.Scrub> heard) {
    if (event instanceof TableEvent.Scrub scrub) {
      heard.add(scrub);
    }
  }
}
