package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log that is shorter than its table's last closing left it. */
class CutLogTest {
  private static final int ROWS = 5;

  /** The header's, which is written under another name. */
  private static final long HEADER_BYTES = 64;

  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("n", Types.int64()).build();

  private final SimulatedFileStore disk = new SimulatedFileStore(0xC07);

  @ParameterizedTest
  @EnumSource
  void aLogCutShortAfterACleanCloseIsDamageWhereverItIsCut(Durability durability) {
    long end = written(durability);
    String log = logs().getFirst();
    for (long length = 0; length < end; length++) {
      SimulatedFileStore damaged = disk.fork();
      damaged.cutShort(log, length);
      assertThatThrownBy(() -> open(damaged, durability).openTable("t"))
          .as("cut to %d of %d bytes", length, end)
          .isInstanceOf(Corruption.class)
          .hasMessageContaining(log);
    }
  }

  @Test
  void theNoteOfWhereALogEndsMayBeLostAlone() {
    written(Durability.FORCED);
    String note = logs().getLast();
    for (long length = 0; length < disk.length(note); length++) {
      SimulatedFileStore damaged = disk.fork();
      damaged.cutShort(note, length);
      assertAllThere(damaged);
    }
  }

  @Test
  void aTableThatWasOnlyReadIsClosedWithoutAnotherLog() {
    try (Database database = open(disk, Durability.FORCED)) {
      database.createTable("t", SCHEMA);
    }
    assertThat(logs()).hasSize(1);
  }

  @Test
  void whereTheDiskIsFullATableIsClosedWithoutTheNote() {
    try (Database database = open(disk, Durability.FORCED)) {
      fill(database.createTable("t", SCHEMA));
      disk.follow(FaultPlan.onEvery(OperationKind.CREATE, ".wal", Fault.NO_SPACE));
    }
    disk.follow(FaultPlan.none());
    assertThat(logs()).hasSize(1);
    assertAllThere(disk);
  }

  @Test
  void aLogThatAnEarlierPilumClosedStillOpens() {
    written(Durability.FORCED);
    disk.delete(logs().getLast()); // it wrote no such note
    assertAllThere(disk);
  }

  private long written(Durability durability) {
    try (Database database = open(disk, durability)) {
      fill(database.createTable("t", SCHEMA));
    }
    assertThat(logs()).hasSize(2);
    return disk.trace().stream()
        .filter(operation -> operation.path().equals(logs().getFirst()))
        .filter(operation -> operation.kind() == OperationKind.APPEND)
        .mapToLong(operation -> operation.bytes())
        .reduce(HEADER_BYTES, Long::sum);
  }

  private static void fill(Table table) {
    for (long id = 0; id < ROWS; id++) {
      table.upsert(Row.of("id", id, "n", id));
    }
  }

  private List<String> logs() {
    return disk.list("t/wal").stream()
        .map(name -> "t/wal/" + name)
        .filter(p -> p.endsWith(".wal"))
        .toList();
  }

  private static void assertAllThere(SimulatedFileStore files) {
    try (Database database = open(files, Durability.FORCED)) {
      assertThat(database.openTable("t").count()).isEqualTo(ROWS);
      TableInvariants.check(database.openTable("t"));
    }
  }

  private static Database open(SimulatedFileStore files, Durability durability) {
    return Database.open(
        SimulatedEnv.inline(files, 1), DatabaseOptions.DEFAULT.withDurability(durability));
  }
}
