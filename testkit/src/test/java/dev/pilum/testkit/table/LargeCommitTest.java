package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A batch large enough to be applied to the memtable beside the writing of the log: it is whole or
 * not there, whatever the disk does, and whoever applies it.
 */
class LargeCommitTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("text", Types.utf8()).build();

  private static final int ROWS = 1_500;

  /** Who applies the batch. */
  enum Helper {
    /** Nobody has time: the leader does it when the log is forced. */
    NONE,
    /** Somebody does it before the log is written. */
    AT_ONCE;

    SimulatedEnv env(SimulatedFileStore disk) {
      return switch (this) {
        case NONE -> new SimulatedEnv(disk, 1);
        case AT_ONCE -> SimulatedEnv.inline(disk, 1);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsWholeOrAbsentAfterAPowerCutAtAnyMoment(Helper helper) {
    SimulatedFileStore disk = new SimulatedFileStore(1);
    List<SimulatedFileStore> before = new ArrayList<>();
    try (Database database = Database.open(helper.env(disk), DatabaseOptions.DEFAULT)) {
      Table table = tableWithOneRow(database);
      disk.follow(operation -> {
        before.add(disk.fork());
        return Fault.NONE;
      });
      table.upsert(batch());
      disk.follow(FaultPlan.none());
      assertThat(before).as("pieces and a force").hasSizeGreaterThan(5);
      assertThat(countAfter(disk.fork())).isEqualTo(ROWS + 1);
    }
    before.forEach(cut -> assertThat(countAfter(cut)).isIn(1L, ROWS + 1L));
  }

  @ParameterizedTest
  @EnumSource
  void aBatchThatCouldNotBeWrittenIsSeenByNobodyAndEndsWriting(Helper helper) {
    for (Operation operation : operationsOfABatch(helper)) {
      SimulatedFileStore disk = new SimulatedFileStore(1);
      try (Database database = Database.open(helper.env(disk), DatabaseOptions.DEFAULT)) {
        Table table = tableWithOneRow(database);
        disk.follow(FaultPlan.at(operation.number(), Fault.IO_ERROR));
        assertThatThrownBy(() -> table.upsert(batch()))
            .as(operation.toString())
            .isInstanceOf(StorageFailure.class);
        assertThat(table.count()).isEqualTo(1);
        assertThat(table.get(7L)).isNull();
        assertThatThrownBy(() -> table.upsert(Row.of("id", -2L, "text", "later")))
            .isInstanceOf(Closed.class);
      }
      assertThat(countAfter(disk)).isIn(1L, ROWS + 1L);
    }
  }

  private static List<Operation> operationsOfABatch(Helper helper) {
    SimulatedFileStore disk = new SimulatedFileStore(1);
    try (Database database = Database.open(helper.env(disk), DatabaseOptions.DEFAULT)) {
      Table table = tableWithOneRow(database);
      int before = disk.trace().size();
      table.upsert(batch());
      return List.copyOf(disk.trace().subList(before, disk.trace().size()));
    }
  }

  private static Table tableWithOneRow(Database database) {
    Table table = database.createTable("t", SCHEMA);
    table.upsert(Row.of("id", -1L, "text", "first"));
    return table;
  }

  private static List<Row> batch() {
    String text = "0123456789".repeat(100);
    return LongStream.range(0, ROWS).mapToObj(id -> Row.of("id", id, "text", text)).toList();
  }

  private static long countAfter(SimulatedFileStore disk) {
    try (Database database =
        Database.open(SimulatedEnv.inline(disk.crash(), 1), DatabaseOptions.DEFAULT)) {
      Table table = database.openTable("t");
      TableInvariants.check(table);
      return table.count();
    }
  }
}
