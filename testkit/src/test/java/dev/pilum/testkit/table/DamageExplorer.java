package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Problem;
import dev.pilum.Table;
import dev.pilum.storage.error.Corruption;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Flips bits of a closed table's files, or cuts a file short, one at a time, and opens it: damage
 * to the truth is said, by an error or by {@code verify}, damage to an index is made good (to key
 * files: said), and whatever is not said is harmless. Damage to the newest manifest is made good by
 * the one before it, unless the database was opened since: opening leaves the logs only that the
 * newest one needs.
 */
final class DamageExplorer {
  /** Of so many damaged files one is cut short instead. */
  private static final int CUT_ONE_IN = 4;

  /** A log without records. */
  private static final int LOG_HEADER_BYTES = 64;

  private final long seed;
  private final SplittableRandom random;
  private final Workload workload;
  private boolean reopened;
  private long flipped;

  DamageExplorer(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.workload = new Workload(random.nextLong());
  }

  /** Returns how many files were damaged. */
  long flipped() {
    return flipped;
  }

  /** Lives so many steps, then damages a file so many times, each time as it was left. */
  void flip(int steps, int bits) {
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    TableRun run = new TableRun(disk, workload, random.nextLong(), Expected.NOTHING);
    run.open();
    for (int i = 0; i < steps; i++) {
      Step step = run.draw();
      run.step(step);
      reopened = step.equals(new Step.Keep(Step.Upkeep.REOPEN)) || (reopened && run.isOpen());
    }
    TableModel model = run.acknowledged();
    run.close();
    for (int i = 0; i < bits && model.exists(); i++) {
      flip(disk.fork(), model);
    }
  }

  private void flip(SimulatedFileStore disk, TableModel model) {
    boolean closed = random.nextBoolean() || !forgetEndOfLog(disk);
    List<String> paths = new ArrayList<>();
    for (String folder : List.of("manifest", "wal", "data", "index")) {
      String whole = TableRun.TABLE + "/" + folder;
      disk.list(whole).forEach(name -> paths.add(whole + "/" + name));
    }
    String path = paths.get(random.nextInt(paths.size()));
    long bit = random.nextLong(Byte.SIZE * disk.length(path));
    boolean cut = closed && random.nextInt(CUT_ONE_IN) == 0;
    if (cut) {
      disk.cutShort(path, bit / Byte.SIZE);
    } else {
      disk.flipBit(path, bit);
    }
    flipped++;
    try {
      open(disk, path, model);
    } catch (RuntimeException | AssertionError e) {
      String what = cut ? "cut short at" : "flipped";
      throw new AssertionError("seed 0x%X, bit %d of %s, %s".formatted(seed, bit, path, what), e);
    }
  }

  /**
   * Makes the disk what a power cut at the end of closing leaves: the log is sealed, but no other
   * says how long it is. Returns whether there was one that did.
   */
  private static boolean forgetEndOfLog(SimulatedFileStore disk) {
    String folder = TableRun.TABLE + "/wal";
    String newest = folder + "/" + disk.list(folder).getLast();
    boolean saysOnlyThat = disk.list(folder).size() > 1 && disk.length(newest) == LOG_HEADER_BYTES;
    if (saysOnlyThat) {
      disk.delete(newest);
    }
    return saysOnlyThat;
  }

  private void open(SimulatedFileStore disk, String path, TableModel model) {
    boolean another = disk.list(TableRun.TABLE + "/manifest").size() > 1;
    SimulatedEnv env = new SimulatedEnv(disk, random.nextLong());
    try (Database database = Database.open(env, workload.options())) {
      Table table = database.openTable(TableRun.TABLE);
      List<String> problems = table.verify().problems().stream().map(Problem::message).toList();
      if (problems.isEmpty()) {
        check(table, model);
      } else {
        assertThat(problems).as("problems that verify finds").anyMatch(said -> said.contains(path));
      }
    } catch (Corruption e) {
      assertThat(path.contains("/index/") && !path.contains("/index/keys-"))
          .as("damage to %s is no reason to refuse: %s", path, e.getMessage())
          .isFalse();
      assertThat(another && !reopened && path.contains("/manifest/"))
          .as("the other manifest would do: %s", e.getMessage())
          .isFalse();
      if (!path.contains("/manifest/")) { // else the one before it is tried, and may lack its log
        assertThat(e).hasMessageContaining(path);
      }
    }
  }

  private void check(Table table, TableModel model) {
    TableComparison.assertSame(table, model);
    TableComparison.assertSameFiltered(table, model);
    TableComparison.assertSameNearest(table, model, new SplittableRandom(seed));
    TableInvariants.check(table);
  }
}
