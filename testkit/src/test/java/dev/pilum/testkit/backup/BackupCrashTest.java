package dev.pilum.testkit.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.BackupForm;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.FolderStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.TableInvariants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes off, and the disk fails, at every operation of a backup: there is a whole backup
 * or none, and the source is what it was.
 */
class BackupCrashTest {
  private static final long SEED = Long.getLong("seed", 0x5EED);
  private static final DatabaseOptions OPTIONS = DatabaseOptions.DEFAULT.withGraphMinimumRows(20);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("n", Types.int64())
          .vector("v", 4, Metric.L2)
          .build();

  private final SimulatedFileStore disk = new SimulatedFileStore(SEED);

  @ParameterizedTest
  @EnumSource
  void aPowerCutLeavesAWholeBackupOrNone(BackupForm form) throws IOException {
    List<SimulatedFileStore> cuts = new ArrayList<>();
    List<String> truth;
    try (Database database = filled()) {
      truth = rows(database);
      disk.follow(operation -> {
        if (operation.kind().isWrite()) {
          cuts.add(disk.fork());
        }
        return Fault.NONE;
      });
      database.backup(new FolderStore(disk, "backups"), "b", form);
      disk.follow(FaultPlan.none());
      assertSound(disk.fork(), form, truth, true);
    }
    int whole = 0;
    for (int i = 0; i < cuts.size(); i++) {
      try {
        whole += assertSound(cuts.get(i), form, truth, false) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed 0x%X, power cut before write %d of %d".formatted(SEED, i, cuts.size()), e);
      }
    }
    assertThat(cuts).hasSizeGreaterThan(20);
    assertThat(whole).as("whole backups").isLessThan(cuts.size() / 2);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfAnyOperationLeavesTheSourceUsableAndNothingThatLooksWhole(BackupForm form)
      throws IOException {
    try (Database database = filled()) {
      List<String> truth = rows(database);
      FileStore place = new FolderStore(disk, "backups");
      long before = disk.operationCount();
      database.backup(place, "sound", form);
      long operations = disk.operationCount() - before;
      int failed = 0;
      for (int i = 1; i <= operations; i++) {
        Fault fault = i % 2 == 0 ? Fault.IO_ERROR : Fault.NO_SPACE;
        disk.follow(FaultPlan.at(disk.operationCount() + i, fault));
        boolean done = attempt(database, place, "b" + i, form);
        disk.follow(FaultPlan.none());
        failed += done ? 0 : 1;
        List<String> found = opens(disk, "b" + i, form);
        if (done || found != null) { // the last step may have failed and have been done
          assertThat(found).as("seed 0x%X, %s at operation %d", SEED, fault, i).isEqualTo(truth);
        }
      }
      assertThat(failed).isGreaterThan((int) operations / 2);
      database.openTable("t").upsert(row(1, 99));
      TableInvariants.check(database.openTable("t"));
    }
    assertThat(disk.openHandles()).isZero();
  }

  private static boolean attempt(Database database, FileStore place, String name, BackupForm form) {
    try {
      database.backup(place, name, form);
      return true;
    } catch (StorageFailure | Corruption e) {
      return false;
    }
  }

  private Database filled() {
    disk.createDirectory("db");
    disk.createDirectory("backups");
    disk.forceDirectory("");
    Database database = open(disk, "db");
    Table table = database.createTable("t", SCHEMA);
    table.createIndex("n", ScalarIndex.ORDERED);
    for (int id = 0; id < 40; id++) {
      table.upsert(row(id, id));
    }
    table.flush();
    table.awaitUpkeep();
    table.delete(3L);
    table.upsert(row(5, 55));
    table.upsert(row(100, 1));
    restore(table);
    return database;
  }

  /** So that a column that came back, and rows that only older versions show, are backed up too. */
  private static void restore(Table table) {
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.alter().drop("n").apply();
    table.deleteAll(List.of(7L, 8L));
    table.restore(before);
    table.upsert(row(9, 99));
  }

  private static Database open(FileStore files, String folder) {
    return Database.open(SimulatedEnv.inline(new FolderStore(files, folder), SEED), OPTIONS);
  }

  private static Row row(long id, long n) {
    return Row.of("id", id, "n", n, "v", new float[] {id, n, 1, 2});
  }

  private static List<String> rows(Database database) {
    return database.openTable("t").scan().rows().stream()
        .map(row -> row.get("id") + " " + row.get("n"))
        .toList();
  }

  /** Returns whether there is a whole backup. */
  private static boolean assertSound(
      SimulatedFileStore after, BackupForm form, List<String> truth, boolean finished)
      throws IOException {
    try (Database source = open(after, "db")) {
      assertThat(rows(source)).as("rows of the source").isEqualTo(truth);
      TableInvariants.check(source.openTable("t"));
    }
    List<String> found = opens(after, "b", form);
    if (found != null || finished) {
      assertThat(found).as("rows of the backup").isEqualTo(truth);
    }
    return found != null;
  }

  /** Returns the rows of a backup, or {@code null} when it is not there or refused. */
  private static List<String> opens(SimulatedFileStore after, String name, BackupForm form)
      throws IOException {
    String folder = "backups/" + name;
    if (form == BackupForm.ZIP) {
      if (!after.exists(folder)) {
        return null;
      }
      unzip(after, folder, "restored-" + name);
      folder = "restored-" + name;
    } else if (after.list(folder).isEmpty()) {
      return null;
    } else if (after.exists(folder + "/BACKUP-UNFINISHED")) {
      String unfinished = folder;
      assertThatThrownBy(() -> open(after, unfinished)).isInstanceOf(InvalidRequest.class);
      return null;
    }
    try (Database backup = open(after, folder)) {
      TableInvariants.check(backup.openTable("t"));
      return rows(backup);
    }
  }

  private static void unzip(FileStore files, String zip, String folder) throws IOException {
    files.createDirectory(folder);
    ByteBuffer bytes;
    try (ReadFile file = files.open(zip)) {
      bytes = ByteBuffer.allocate((int) file.lengthBytes());
      file.readFully(0, bytes);
    }
    ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(bytes.array()));
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      String path = folder + "/" + entry.getName();
      if (entry.isDirectory()) {
        files.createDirectory(path.substring(0, path.length() - 1));
      } else {
        try (AppendFile file = files.create(path)) {
          file.append(ByteBuffer.wrap(entries.readAllBytes()));
        }
      }
    }
  }
}
