package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an opening asks the disk for: its time is that of its calls. */
class OpeningTest {
  private static final int ROWS = 60;

  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("n", Types.int32())
          .text("body")
          .vector("v", 4, Metric.L2)
          .build();

  private static final DatabaseOptions OPTIONS = DatabaseOptions.DEFAULT.withGraphMinimumRows(10);

  private SimulatedFileStore disk = new SimulatedFileStore(0x09E4);

  @Test
  void eachFileIsOpenedAndMappedOnceAndEachFolderListedOnce() {
    written();
    List<Operation> opening = opening();
    for (OperationKind kind : List.of(OperationKind.OPEN, OperationKind.MAP, OperationKind.LIST)) {
      Map<String, Long> times =
          opening.stream()
              .filter(operation -> operation.kind() == kind)
              .filter(operation -> operation.path().startsWith("t/"))
              .collect(Collectors.groupingBy(Operation::path, Collectors.counting()));
      assertThat(times).as("%s", kind).isNotEmpty();
      // The catalog asks for manifests too, before the table is opened.
      times.computeIfPresent("t/manifest", (path, count) -> count - 1);
      assertThat(times.values()).as("%s: %s", kind, times).containsOnly(1L);
    }
  }

  @Test
  void foldersAreForcedAfterACrashAndNotAfterACleanClose() {
    written();
    assertThat(forced(opening())).isEmpty();
    Database.open(new SimulatedEnv(disk, 3), OPTIONS);
    disk = disk.kill();
    assertThat(forced(opening())).containsExactlyInAnyOrder("t/manifest", "t/data", "t/index");
    assertThat(forced(opening())).isEmpty();
  }

  @Test
  void aTableThatWasNotOpenedSinceACrashIsForcedWhenItIs() {
    written();
    Database.open(new SimulatedEnv(disk, 3), OPTIONS);
    disk = disk.kill();
    Database.open(new SimulatedEnv(disk, 4), OPTIONS).close();
    assertThat(forced(opening())).hasSize(3);
  }

  @Test
  void repairDoesNotSpeakForTablesThatItDidNotTouch() {
    written();
    Database.open(new SimulatedEnv(disk, 3), OPTIONS);
    disk = disk.kill();
    Database.repair(new SimulatedEnv(disk, 4), OPTIONS);
    assertThat(forced(opening())).hasSize(3);
  }

  /**
   * Whoever could not force a folder closes its database as ever; what it had made is made durable
   * by the next, before rows stand on it.
   */
  @Test
  void whatCouldNotBeForcedIsForcedBeforeOthersRelyOnIt() {
    for (int seed = 0; seed < 40; seed++) {
      disk = new SimulatedFileStore(seed);
      try (Database database = Database.open(new SimulatedEnv(disk, seed), OPTIONS)) {
        disk.follow(FaultPlan.onEvery(OperationKind.FORCE_DIRECTORY, "t/manifest", Fault.IO_ERROR));
        assertThatThrownBy(() -> database.createTable("t", SCHEMA))
            .isInstanceOf(StorageFailure.class);
        disk.follow(FaultPlan.none());
      }
      Database database = Database.open(new SimulatedEnv(disk, seed), OPTIONS);
      assertThatWhatIsWrittenNowStays(database, seed);
    }
  }

  /** The same, where the process that failed goes on, and opens what is there. */
  @Test
  void whatCouldNotBeForcedIsForcedBeforeTheSameProcessReliesOnIt() {
    for (int seed = 0; seed < 40; seed++) {
      disk = new SimulatedFileStore(seed);
      Database database = Database.open(new SimulatedEnv(disk, seed), OPTIONS);
      disk.follow(FaultPlan.onEvery(OperationKind.FORCE_DIRECTORY, "t/manifest", Fault.IO_ERROR));
      assertThatThrownBy(() -> database.createTable("t", SCHEMA))
          .isInstanceOf(StorageFailure.class);
      disk.follow(FaultPlan.none());
      assertThatWhatIsWrittenNowStays(database, seed);
    }
  }

  /** Whether the table is there may be either way; what is written to it survives a crash. */
  private void assertThatWhatIsWrittenNowStays(Database database, int seed) {
    if (database.hasTable("t")) {
      database.openTable("t").add(List.of(row(1)));
      disk = disk.crash();
      try (Database after = Database.open(new SimulatedEnv(disk, seed), OPTIONS)) {
        assertThat(after.openTable("t").count()).as("seed %d", seed).isEqualTo(1);
      }
    }
  }

  /** A drop that fails is told to the next process, too. */
  @Test
  void whoFailedToDropATableHasTheNextOneForceFolders() {
    written();
    Database database = Database.open(SimulatedEnv.inline(disk, 1), OPTIONS);
    disk.follow(FaultPlan.onEvery(OperationKind.FORCE_DIRECTORY, "t", Fault.IO_ERROR));
    assertThatThrownBy(() -> database.dropTable("t")).isInstanceOf(StorageFailure.class);
    disk.follow(FaultPlan.none());
    database.close();
    assertThat(disk.lock("LOCK", "test").isAfterCrash()).isTrue();
  }

  private static List<String> forced(List<Operation> opening) {
    return opening.stream()
        .filter(operation -> operation.kind() == OperationKind.FORCE_DIRECTORY)
        .map(Operation::path)
        .toList();
  }

  private static Row row(int id) {
    return Row.of("id", (long) id, "n", id, "body", "word " + id, "v", new float[] {id, 1, 2, 3});
  }

  private void written() {
    try (Database database = Database.open(SimulatedEnv.inline(disk, 1), OPTIONS)) {
      Table table = database.createTable("t", SCHEMA);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.add(row(i));
      }
      table.add(rows);
      table.createIndex("n", ScalarIndex.ORDERED);
      table.optimize();
      assertThat(table.stats().segments()).hasSize(1);
    }
  }

  /** Returns what opening the database and the table took. */
  private List<Operation> opening() {
    int before = disk.trace().size();
    // Background tasks wait.
    try (Database database = Database.open(new SimulatedEnv(disk, 2), OPTIONS)) {
      assertThat(database.openTable("t").count()).isEqualTo(ROWS);
      return List.copyOf(disk.trace().subList(before, disk.trace().size()));
    }
  }
}
