package dev.pilum.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Table;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.testkit.table.TableInvariants;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread is interrupted all the time while it writes, flushes, merges, searches and opens real
 * files, whose channels the JDK closes on interrupts: nobody notices but the queries.
 */
class InterruptedOnDiskTest {
  private static final int STEPS = 300 * Integer.getInteger("pilum.real.scale", 1);
  private static final int SLOTS = 25;

  @TempDir private Path folder;

  private final Map<String, Long> model = new TreeMap<>();
  private Database database;
  private Table table;
  private int givenUp;
  private volatile boolean over;

  @AfterEach
  void clearStatus() {
    Thread.interrupted();
  }

  @Test
  @Timeout(300)
  void writesAreWholeAndFilesStayOpenWhateverInterruptsTheThread() {
    long seed = Long.getLong("seed", 0x1477);
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom pauses = random.split();
    Thread worker = Thread.currentThread();
    Thread interrupter = Thread.ofPlatform().start(() -> interruptAgainAndAgain(worker, pauses));
    try {
      open();
      for (int step = 1; step <= STEPS; step++) {
        perform(random, step);
      }
    } finally {
      over = true;
      awaitEnd(interrupter);
    }
    assertHolds();
    database.close();
    open();
    assertHolds();
    TableInvariants.check(table);
    database.close();
    System.out.printf("%d interrupted steps, %d of them given up; seed %d%n", STEPS, givenUp, seed);
  }

  /** Waits for the thread whose interrupts end every wait but the last. */
  private static void awaitEnd(Thread interrupter) {
    while (interrupter.isAlive()) {
      try {
        interrupter.join();
      } catch (InterruptedException e) {
        assertThat(e).as("one more interrupt").isNotNull();
      }
    }
    Thread.interrupted();
  }

  private void interruptAgainAndAgain(Thread worker, SplittableRandom pauses) {
    while (!over) {
      LockSupport.parkNanos(1_000L << pauses.nextInt(12));
      worker.interrupt();
    }
  }

  private void open() {
    database = Database.open(folder, LoadTable.options(Durability.FORCED));
    table = database.createTableIfAbsent(LoadTable.NAME, LoadTable.schema());
  }

  private void perform(SplittableRandom random, long write) {
    String slot = "s" + random.nextInt(SLOTS);
    switch (random.nextInt(12)) {
      case 0 -> orGivenUp(table::flush);
      case 1 -> orGivenUp(table::optimize);
      case 2 -> orGivenUp(() -> table.searchText("body", "written").hits());
      case 3 -> orGivenUp(() -> table.search("v", new float[8]).limit(5).hits());
      case 4 -> orGivenUp(() -> table.scan().rows());
      case 5 -> orGivenUp(() -> LoadTable.setIndex(table, random.nextBoolean()));
      case 6 -> {
        if (random.nextInt(4) == 0) {
          database.close();
          open();
        }
      }
      case 7 -> {
        table.deleteAll(LoadTable.keys(slot));
        model.remove(slot);
      }
      default -> {
        table.upsert(LoadTable.rows(slot, write));
        model.put(slot, write);
      }
    }
    assertThat(table.exists("s0.0")).isEqualTo(model.containsKey("s0"));
    if (random.nextInt(3) == 0) {
      Thread.interrupted();
    }
  }

  private void orGivenUp(Runnable action) {
    try {
      action.run();
    } catch (Cancelled | CancellationException e) {
      givenUp++;
    }
  }

  private void assertHolds() {
    Map<String, Long> contents = LoadTable.contents(table);
    contents.remove(LoadTable.INDEX_SLOT);
    assertThat(contents).isEqualTo(model);
  }
}
