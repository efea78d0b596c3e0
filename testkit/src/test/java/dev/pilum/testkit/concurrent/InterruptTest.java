package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Seeds;
import dev.pilum.testkit.table.TableInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Histories in which the thread is interrupted inside each operation of the disk in turn. {@code
 * -Dpilum.real.scale=20} makes it long.
 */
class InterruptTest {
  private static final long FIRST_SEED = 0x1472;
  private static final int SEEDS = 4 * Integer.getInteger("pilum.real.scale", 1);
  private static final int STEPS = 30;

  /** So many moments of a history are tried where there are more. */
  private static final int MOMENTS = 25;

  @AfterEach
  void clearStatus() {
    Thread.interrupted();
  }

  @Test
  @Timeout(900)
  void anInterruptAtAnyMomentLeavesTheTableWholeAndUsable() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    long moments = 0;
    long givenUp = 0;
    for (long seed = seeds.first(); seed < seeds.end(); seed++) {
      long operations = new InterruptExplorer(seed, STEPS).operations();
      long step = seeds.isNamed() ? 1 : Math.max(1, operations / MOMENTS);
      for (long moment = 1 + seed % step; moment <= operations; moment += step) {
        givenUp += explored(seed, moment);
        moments++;
      }
    }
    System.out.printf(
        "%d interrupts in %d histories from seed 0x%X on, %d calls given up; all lived through%n",
        moments, seeds.count(), seeds.first(), givenUp);
    assertThat(moments).isGreaterThan(20);
  }

  /** Lucene's writer gives up when its thread is interrupted: a flush must not. */
  @Test
  void anInterruptedThreadFlushesAndMergesText() {
    SimulatedEnv env = SimulatedEnv.inline(new SimulatedFileStore(1), 1);
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      Schema schema = Schema.builder().key("id", Types.int64()).text("body").build();
      Table table = database.createTable("t", schema);
      for (long id = 0; id < 3; id++) {
        table.upsert(Row.of("id", id, "body", "cats and dogs"));
        interrupted(table::flush);
      }
      interrupted(table::optimize);
      table.upsert(Row.of("id", 4L, "body", "more cats"));
      assertThat(table.searchText("body", "cats").hits()).hasSize(4);
      assertThat(table.stats().segments()).hasSize(1);
      TableInvariants.check(table);
    }
  }

  private static void interrupted(Runnable work) {
    Thread.currentThread().interrupt();
    work.run();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  private static int explored(long seed, long moment) {
    try {
      return new InterruptExplorer(seed, STEPS).interruptAt(moment);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "interrupted in operation %d; %s"
              .formatted(moment, Seeds.replay(InterruptTest.class, seed)),
          e);
    }
  }
}
