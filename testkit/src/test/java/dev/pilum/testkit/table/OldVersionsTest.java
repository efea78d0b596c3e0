package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.Version;
import dev.pilum.VersionDiff;
import dev.pilum.storage.schema.Retention;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories whose versions are read again, each against what the table held then. */
class OldVersionsTest {
  private static final long FIRST_SEED = 0x01D;
  private static final int SEEDS = Math.max(1, Integer.getInteger("pilum.sim.seeds", 200) / 10);
  private static final int STEPS = 150;

  @Test
  void everyVersionThatIsKeptReadsAsItWas() {
    Seeds.from(FIRST_SEED, SEEDS).each(getClass(), seed -> new History(seed).live(STEPS));
  }

  /** One table, and what it held at each version that was kept. */
  private static final class History {
    private final SplittableRandom random;
    private final Workload workload;
    private SimulatedFileStore disk;
    private final Map<Long, TableModel> models = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private SimulatedEnv env;
    private Database database;
    private Table table;
    private TableModel now = TableModel.EMPTY;

    History(long seed) {
      this.random = new SplittableRandom(seed);
      this.workload = new Workload(seed);
      this.disk = new SimulatedFileStore(seed);
      open();
    }

    void live(int steps) {
      table.setRetention(Retention.ofVersions(1 + random.nextInt(40)));
      models.put(0L, now);
      for (int i = 0; i < steps; i++) {
        step();
        env.advanceMillis(random.nextInt(3));
        if (i % 10 == 0) {
          checkAll();
        }
      }
      checkAll();
      database.close();
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> restore();
        case 1 -> tag();
        case 2 -> keep();
        case 3 -> checkDiff();
        case 4 -> cutPower();
        default -> write(workload.next(now));
      }
    }

    private void write(Step step) {
      TableModel after = step.after(now);
      if (!after.exists()) {
        return;
      }
      RowSteps.apply(step, now, table, env, this::reopen);
      now = after;
      models.putIfAbsent(now.version(), now);
      assertThat(table.version()).isEqualTo(now.version());
    }

    private void reopen() {
      database.close();
      open();
    }

    /** What is lost are bytes that nobody has forced: no version that is kept. */
    private void cutPower() {
      disk = disk.crash();
      open();
      assertThat(table.version()).isEqualTo(now.version());
      checkAll();
    }

    private void open() {
      env = new SimulatedEnv(disk, random.nextLong());
      database = Database.open(env, workload.options().withDurability(Durability.FORCED));
      table = database.createTableIfAbsent("t", workload.schema());
    }

    private void restore() {
      long version = drawn();
      TableModel then = Objects.requireNonNull(models.get(version));
      table.restore(version);
      assertThat(table.scan().rows()).hasSameSizeAs(then.rows());
      TableModel restored = now.restored(then);
      now = restored;
      models.putIfAbsent(now.version(), now);
    }

    private void tag() {
      long version = drawn();
      if (version == 0) {
        return; // nothing has been committed: there is nothing to name
      }
      if (tags.size() < 3) {
        String name = "tag " + version + " " + tags.size();
        table.tag(name, version);
        tags.put(name, version);
      } else {
        String name = tags.keySet().iterator().next();
        table.deleteTag(name);
        tags.remove(name);
      }
    }

    private void keep() {
      table.setRetention(
          random.nextInt(4) == 0 ? Retention.NEWEST : Retention.ofVersions(1 + random.nextInt(40)));
    }

    /** Returns one of the versions that can be read. */
    private long drawn() {
      List<Version> versions = table.versions();
      return versions.isEmpty()
          ? table.version()
          : versions.get(random.nextInt(versions.size())).number();
    }

    private void checkAll() {
      List<Long> kept = new ArrayList<>(table.versions().stream().map(Version::number).toList());
      assertThat(kept).isSorted();
      if (now.version() > 0) {
        assertThat(kept.getLast()).isEqualTo(now.version());
      }
      assertThat(kept).containsAll(tags.values());
      assertThat(table.tags()).isEqualTo(tags);
      for (long version : kept) {
        check(version);
      }
      TableComparison.assertSame(table, now);
      assertThat(table.verify().problems()).isEmpty();
    }

    private void check(long version) {
      TableModel then = Objects.requireNonNull(models.get(version));
      try (Snapshot old = table.checkout(version)) {
        TableComparison.assertSame(old, then);
        TableComparison.assertSameAt(old, then, workload.key());
        TableComparison.assertSameNearest(old, then, random);
        TableComparison.assertSameFiltered(old, then);
      }
    }

    private void checkDiff() {
      long from = drawn();
      long to = drawn();
      TableModel before = Objects.requireNonNull(models.get(from));
      TableModel after = Objects.requireNonNull(models.get(to));
      VersionDiff diff = table.diff(from, to);
      assertThat(diff.added().stream().map(TableModel::key))
          .allMatch(key -> after.get(key) != null && before.get(key) == null);
      assertThat(diff.deleted().stream().map(TableModel::key))
          .allMatch(key -> before.get(key) != null && after.get(key) == null);
      assertThat(diff.replaced().stream().map(TableModel::key))
          .allMatch(key -> before.get(key) != null && after.get(key) != null);
      assertThat(before.keys().size() + diff.added().size() - diff.deleted().size())
          .isEqualTo(after.keys().size());
    }
  }
}
