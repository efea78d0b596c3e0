package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.Database;
import dev.pilum.RowChange;
import dev.pilum.Table;
import dev.pilum.Version;
import dev.pilum.storage.schema.Retention;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedCrash;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random histories told to consumers that are killed at random, with flushes, merges, reopening and
 * power cuts: each change comes in order, and every replica equals its source.
 */
class ReplicaTest {
  private static final long FIRST_SEED = 0xFEED;
  private static final int SEEDS = Math.max(1, Integer.getInteger("pilum.sim.seeds", 200) / 10);
  private static final int STEPS = 250;

  @Test
  void replicasEqualTheirSourceWhoeverIsKilled() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    List<Integer> kills = seeds.atOnce(getClass(), ReplicaTest::live);
    System.out.printf(
        "Replicas: %d histories from seed 0x%X on, %d consumers killed%n",
        seeds.count(), seeds.first(), kills.stream().mapToInt(Integer::intValue).sum());
  }

  /** Lives one history and returns how many consumers were killed in it. */
  static int live(long seed) {
    History history = new History(seed);
    history.live();
    return history.replicas.stream().mapToInt(Replica::kills).sum();
  }

  /** One table, what it held at each version, and the replicas made of it. */
  private static final class History {
    private final SplittableRandom random;
    private final Workload workload;
    private final ExpectedChanges expected = new ExpectedChanges();
    private final List<Replica> replicas;
    private SimulatedFileStore disk;
    private SimulatedEnv env;
    private Database database;
    private Table table;
    private TableModel now = TableModel.EMPTY;

    /** What a write under way may have made of the table. */
    private TableModel possible = now;

    History(long seed) {
      this.random = new SplittableRandom(seed);
      this.workload = new Workload(seed);
      this.disk = new SimulatedFileStore(seed);
      this.replicas =
          List.of(
              new Replica("every", ChangeMode.EVERY, random.nextLong()),
              new Replica("last", ChangeMode.LAST_PER_KEY, random.nextLong()));
      open();
    }

    void live() {
      expected.note(now);
      replicas.forEach(replica -> table.createFeed(replica.name()).close());
      for (int i = 0; i < STEPS; i++) {
        try {
          step();
        } catch (SimulatedCrash e) {
          recover();
        }
        env.advanceMillis(random.nextInt(3));
      }
      disk.follow(FaultPlan.none());
      replicas.forEach(replica -> replica.catchUp(table, now, expected));
      assertThat(table.verify().problems()).isEmpty();
      replicas.forEach(Replica::kill);
      database.close();
      env.runUntilIdle();
      assertThat(disk.openHandles()).as("files and maps still open after close").isZero();
    }

    private void step() {
      switch (random.nextInt(24)) {
        case 0, 1, 2, 3, 4 -> replica().work(table, expected);
        case 5 -> replica().kill();
        case 6 -> replica().catchUp(table, now, expected);
        case 7 -> restore();
        case 8 -> keep();
        case 9 -> recover();
        case 10 -> cutPowerSoon();
        case 11, 12 -> readAll();
        default -> write(workload.next(now));
      }
    }

    private Replica replica() {
      return replicas.get(random.nextInt(replicas.size()));
    }

    private void write(Step step) {
      TableModel after = step.after(now);
      if (!after.exists()) {
        return;
      }
      possible = after;
      RowSteps.apply(step, now, table, env, this::reopen);
      changed(after);
    }

    private void changed(TableModel after) {
      assertThat(table.version()).isEqualTo(after.version());
      if (after != now) {
        now = after;
        expected.note(now);
      }
    }

    private void reopen() {
      replicas.forEach(Replica::kill);
      database.close();
      open();
    }

    /** In the middle of whatever goes on then. */
    private void cutPowerSoon() {
      long when = disk.operationCount() + random.nextInt(40);
      disk.follow(FaultPlan.at(when, Fault.CRASH));
    }

    /** Where writes are buffered the table may go back, but never behind what has been told. */
    private void recover() {
      replicas.forEach(Replica::kill);
      disk = disk.crash();
      open();
      now = table.version() > now.version() ? possible : expected.at(table.version());
      possible = now;
      expected.note(now);
      TableComparison.assertSame(table, now);
      for (Replica replica : replicas) {
        assertThat(replica.watermark()).isLessThanOrEqualTo(ChangePosition.after(now.version()));
      }
    }

    private void open() {
      env = new SimulatedEnv(disk, random.nextLong());
      database = Database.open(env, workload.options());
      table = database.createTableIfAbsent("t", workload.schema());
    }

    private void restore() {
      List<Version> versions = table.versions();
      if (!versions.isEmpty()) {
        long version = versions.get(random.nextInt(versions.size())).number();
        possible = now.restored(expected.at(version));
        table.restore(version);
        changed(possible);
      }
    }

    private void keep() {
      table.setRetention(
          random.nextInt(3) > 0 ? Retention.NEWEST : Retention.ofVersions(1 + random.nextInt(40)));
    }

    /** Reads all changes from a position that some version is kept for. */
    private void readAll() {
      List<Version> versions = table.versions();
      long from = versions.isEmpty() ? 0 : versions.get(random.nextInt(versions.size())).number();
      ChangeMode mode = random.nextBoolean() ? ChangeMode.EVERY : ChangeMode.LAST_PER_KEY;
      ChangePosition position = ChangePosition.after(from);
      try (ChangeReader reader = table.changes(position, mode)) {
        if (random.nextInt(3) == 0) {
          position = reader.read(1 + random.nextInt(9)).end();
        }
      }
      List<RowChange> told = new ArrayList<>();
      try (ChangeReader reader = table.changes(position, mode)) {
        int most = 1 + random.nextInt(30);
        for (ChangeBatch batch = reader.read(most); !batch.isEmpty(); batch = reader.read(most)) {
          told.addAll(batch.changes());
        }
      }
      expected.assertAll(position, now.version(), mode, told);
    }
  }
}
