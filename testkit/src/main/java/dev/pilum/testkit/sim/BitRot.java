package dev.pilum.testkit.sim;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.TableComparison;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.TableRun;
import dev.pilum.testkit.table.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bit that flips while nobody looks. A database closed before, and opened after it, says that it
 * is damaged, when opened or when verified, or it holds what it held.
 */
final class BitRot {
  private final Workload workload;
  private final TableModel model;
  private final SplittableRandom random;

  BitRot(Workload workload, TableModel model, long seed) {
    this.workload = workload;
    this.model = model;
    this.random = new SplittableRandom(seed);
  }

  /** Flips a bit of some file of {@code disk}, which is for nothing else afterwards, and checks. */
  void strike(SimulatedFileStore disk) {
    List<String> files = new ArrayList<>();
    addFiles(disk, "", files);
    String path = files.get(random.nextInt(files.size()));
    long bit = random.nextLong(Byte.SIZE * disk.length(path));
    disk.flipBit(path, bit);
    try {
      check(disk);
    } catch (Corruption e) {
      // It was found out.
      return;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "bit %d of '%s', flipped: %s".formatted(bit, path, e.getMessage()), e);
    }
  }

  private void check(SimulatedFileStore disk) {
    try (Database database = Database.open(SimulatedEnv.inline(disk, 1), workload.options())) {
      if (!model.exists() && !database.hasTable(TableRun.TABLE)) {
        return;
      }
      Table table = database.openTable(TableRun.TABLE);
      if (table.verify().problems().isEmpty()) {
        TableComparison.assertSame(table, model);
        TableComparison.assertSameFiltered(table, model);
        TableComparison.assertSameNearest(table, model, random);
      }
    }
  }

  /** Adds the files below a folder that hold anything. */
  private static void addFiles(FileStore files, String folder, List<String> found) {
    for (String name : files.list(folder)) {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if (files.isDirectory(path)) {
        addFiles(files, path, found);
      } else if (files.length(path) > 0) {
        found.add(path);
      }
    }
  }
}
