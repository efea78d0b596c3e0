package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Histories that {@link CrashExplorationTest} and {@code FaultHistoryTest} once found, told in
 * full.
 */
class FailedUpkeepTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("name", Types.utf8()).build();

  private SimulatedFileStore disk = new SimulatedFileStore(1);
  private SimulatedEnv env = new SimulatedEnv(disk, 1);
  private Database database = Database.open(env, DatabaseOptions.DEFAULT);
  private Table table = database.createTable("t", SCHEMA);

  /**
   * The manifest was durable and named other segments than the view showed; the next merge took the
   * wrong ones, and acknowledged rows were gone.
   */
  @Test
  void aMergeAfterOneThatFailedBehindItsManifestLosesNothing() {
    for (long id = 0; id < 3; id++) {
      table.upsert(Row.of("id", id, "name", "row " + id));
      table.flush();
    }
    disk.follow(FaultPlan.onNth(1, OperationKind.MAP, "data", Fault.IO_ERROR));
    assertThatThrownBy(table::optimize).isInstanceOf(StorageFailure.class);
    assertThatThrownBy(table::optimize).isInstanceOf(Closed.class);
    assertThat(table.count()).isEqualTo(3);

    reopen();
    assertThat(table.count()).isEqualTo(3);
    TableInvariants.check(table);
  }

  /**
   * Nobody knows the files yet that a merge writes: what is no fault of the disk ends no writing.
   */
  @Test
  void aMergeThatFailsBeforeItsManifestCanBeTriedAgain() {
    for (long id = 0; id < 3; id++) {
      table.upsert(Row.of("id", id, "name", "row " + id));
      table.flush();
    }
    List<String> before = disk.list("t/data");
    for (int failing = 1; failing <= 2; failing++) {
      AtomicInteger left = new AtomicInteger(failing);
      disk.follow(operation -> {
        boolean isMerge =
            operation.kind() == OperationKind.CREATE && !operation.path().startsWith("t/wal");
        if (isMerge && left.decrementAndGet() == 0) {
          throw new IllegalStateException("a bug in a merge");
        }
        return Fault.NONE;
      });
      assertThatThrownBy(table::optimize).hasMessage("a bug in a merge");
      assertThat(disk.list("t/data")).isEqualTo(before);
      table.upsert(Row.of("id", 9L + failing, "name", "still written"));
      table.flush();
      before = disk.list("t/data");
    }
    disk.follow(FaultPlan.none());
    table.optimize();
    assertThat(table.stats().segments()).hasSize(1);
    assertThat(table.count()).isEqualTo(5);
    reopen();
    assertThat(table.count()).isEqualTo(5);
    TableInvariants.check(table);
  }

  /**
   * What a user has asked for stood in the newest manifest only; when that could not be read once,
   * it was undone for good.
   */
  @Test
  void whatWasAskedForIsThereThoughTheNewestManifestCannotBeRead() {
    for (long id = 0; id < 3; id++) {
      table.upsert(Row.of("id", id, "name", "row " + id));
    }
    List<Runnable> wishes =
        List.of(
            () -> table.setRetention(Retention.ofVersions(7)),
            () -> table.tag("release"),
            () -> table.createFeed("mirror").close(),
            () -> table.createIndex("name", ScalarIndex.ORDERED));
    for (Runnable wish : wishes) {
      wish.run();
      loseNewestManifest();
    }
    assertThat(table.retention()).isEqualTo(Retention.ofVersions(7));
    assertThat(table.tags()).containsOnlyKeys("release");
    assertThat(table.feeds()).hasSize(1);
    assertThat(table.indexes()).hasSize(1);
    wishes =
        List.of(
            () -> table.dropIndex("name", ScalarIndex.ORDERED),
            () -> table.dropFeed("mirror"),
            () -> table.deleteTag("release"));
    for (Runnable wish : wishes) {
      wish.run();
      loseNewestManifest();
    }
    assertThat(table.tags()).isEmpty();
    assertThat(table.feeds()).isEmpty();
    assertThat(table.indexes()).isEmpty();
  }

  private void loseNewestManifest() {
    disk = disk.crash();
    env = new SimulatedEnv(disk, 1);
    disk.follow(FaultPlan.onNth(1, OperationKind.OPEN, ".mf", Fault.IO_ERROR));
    database = Database.open(env, DatabaseOptions.DEFAULT);
    table = database.openTable("t");
    disk.follow(FaultPlan.none());
    assertThat(table.count()).isEqualTo(3);
  }

  /** The rows were durable and visible, and yet the call that wrote them failed. */
  @Test
  void aCommitIsAcknowledgedThoughTheFlushBehindItFails() {
    disk.follow(FaultPlan.onEvery(OperationKind.CREATE, "data", Fault.NO_SPACE));
    DatabaseOptions tiny = DatabaseOptions.DEFAULT.withMemtableBytes(1 << 10);
    reopen(tiny);
    table.upsert(Row.of("id", 1L, "name", "long ".repeat(1_000)));
    assertThat(table.exists(1L)).isTrue();
    assertThatThrownBy(() -> table.upsert(Row.of("id", 2L, "name", "short")))
        .isInstanceOf(Closed.class);

    disk.follow(FaultPlan.none());
    reopen(tiny);
    assertThat(table.count()).isEqualTo(1);
  }

  /**
   * Each power cut between a manifest and the collection of garbage behind it left one more old
   * manifest for good.
   */
  @Test
  void powerCutsBeforeGarbageIsCollectedDoNotPileUpManifests() {
    for (long id = 0; id < 5; id++) {
      table.upsert(Row.of("id", id, "name", "row " + id));
      List<SimulatedFileStore> cuts = new ArrayList<>();
      disk.follow(operation -> {
        if (operation.kind() == OperationKind.LIST && operation.path().equals("t/manifest")) {
          cuts.add(disk.fork());
        }
        return Fault.NONE;
      });
      table.flush();
      database.close();
      disk = cuts.getFirst();
      env = new SimulatedEnv(disk, id);
      database = Database.open(env, DatabaseOptions.DEFAULT);
      table = database.openTable("t");
      TableInvariants.checkFiles(disk, "t");
      assertThat(table.count()).isEqualTo(id + 1);
    }
  }

  /**
   * A key file that could not be read was built anew at each opening, and no manifest ever named
   * it.
   */
  @Test
  void aKeyFileBuiltAnewIsNamedByAManifest() {
    table.upsert(Row.of("id", 1L, "name", "one"));
    table.flush();
    List<String> before = disk.list("t/index");
    disk.follow(FaultPlan.onEvery(OperationKind.OPEN, before.getFirst(), Fault.IO_ERROR));
    reopen();
    assertThat(disk.list("t/index")).isNotEqualTo(before);
    TableInvariants.checkFiles(disk, "t");
    assertThat(table.exists(1L)).isTrue();
  }

  private void reopen() {
    reopen(DatabaseOptions.DEFAULT);
  }

  private void reopen(DatabaseOptions options) {
    database.close();
    database = Database.open(env, options);
    table = database.openTable("t");
  }
}
