package dev.pilum.testkit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.RepairReport;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
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
import dev.pilum.testkit.table.TableInvariants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The power goes off, and the disk fails, at every operation of a repair: the rows are those that
 * were acknowledged, the table opens, and another repair makes it whole.
 */
class RepairCrashTest {
  private static final long SEED = Long.getLong("seed", 0x4EA1);

  /** Every operation that writes fails, and one in so many of the others. */
  private static final int READ_ONE_IN = Integer.getInteger("pilum.sim.seeds", 200) > 1000 ? 1 : 8;

  private static final DatabaseOptions OPTIONS = DatabaseOptions.DEFAULT.withGraphMinimumRows(20);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("n", Types.int64())
          .text("body", "whitespace")
          .vector("v", 4, Metric.L2)
          .build();

  private final SimulatedFileStore disk = new SimulatedFileStore(SEED);
  private final Set<Long> seen = new HashSet<>();
  private List<String> truth = List.of();

  @BeforeEach
  void write() {
    try (Database database = open(disk)) {
      Table table = database.createTable("t", SCHEMA);
      table.createIndex("n", ScalarIndex.ORDERED);
      table.createIndex("body", ScalarIndex.BITMAP);
      for (int id = 0; id < 30; id++) {
        table.upsert(row(id, id));
      }
      table.flush();
      table.awaitUpkeep();
      table.delete(3L);
      table.flush();
      table.upsert(row(5, 55));
      table.upsert(row(100, 1));
      truth = rows(table);
    }
    assertThat(indexes()).as("index files").hasSizeGreaterThan(5);
    indexes().forEach(this::flip);
    flip("t/manifest/" + disk.list("t/manifest").getLast());
  }

  @Test
  void aPowerCutDuringARepairLeavesATableThatOpensAndCanBeRepairedAgain() {
    List<SimulatedFileStore> cuts = new ArrayList<>();
    List<Operation> before = new ArrayList<>();
    SimulatedFileStore repaired = disk.fork();
    repaired.follow(operation -> {
      if (operation.kind().isWrite()) {
        cuts.add(repaired.fork());
        before.add(operation);
      }
      return Fault.NONE;
    });
    RepairReport report = repair(repaired);
    repaired.follow(FaultPlan.none());
    assertThat(report.tables().getFirst().rebuilt()).hasSizeGreaterThan(5);
    assertThat(cuts).hasSizeGreaterThan(30);
    cuts.add(repaired.fork());
    for (int i = 0; i < cuts.size(); i++) {
      try {
        check(cuts.get(i));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed 0x%X, power cut before %s"
                .formatted(SEED, i < before.size() ? before.get(i) : "nothing"),
            e);
      }
    }
  }

  @Test
  void aFailureOfAnOperationOfARepairIsSaidAndTheNextRepairSucceeds() {
    SimulatedFileStore sound = disk.fork();
    repair(sound);
    int said = 0;
    for (Operation operation : sound.trace()) {
      if (!operation.kind().isWrite() && operation.number() % READ_ONE_IN != 0) {
        continue;
      }
      List<Fault> ways = possible(operation.kind());
      said += failing(operation, ways.get((int) (operation.number() % ways.size()))) ? 1 : 0;
    }
    assertThat(said).as("repairs that said that the disk failed").isGreaterThan(50);
  }

  /** Returns whether the repair threw. */
  private boolean failing(Operation operation, Fault fault) {
    SimulatedFileStore failing = disk.fork();
    failing.follow(FaultPlan.at(operation.number(), fault));
    boolean said = false;
    try {
      repair(failing);
    } catch (PilumException e) {
      assertThat(e).isInstanceOfAny(StorageFailure.class, Corruption.class, Closed.class);
      said = true;
    }
    failing.follow(FaultPlan.none());
    try {
      assertThat(failing.openHandles()).as("files and maps still open").isZero();
      check(failing);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed 0x%X, %s of %s".formatted(SEED, fault, operation), e);
    }
    return said;
  }

  private static List<Fault> possible(OperationKind kind) {
    return switch (kind) {
      case CREATE, APPEND, RESERVE, FORCE, CREATE_DIRECTORY, RENAME, LINK, FORCE_DIRECTORY ->
          List.of(Fault.IO_ERROR, Fault.NO_SPACE);
      case READ, MAP -> List.of(Fault.IO_ERROR, Fault.SHORT_READ);
      case OPEN, EXISTS, LENGTH, LIST, DELETE, LOCK -> List.of(Fault.IO_ERROR);
    };
  }

  /** Checks each content of the disk once. */
  private void check(SimulatedFileStore after) {
    if (seen.add(after.fingerprint())) {
      assertOpens(after.fork());
      assertCanBeRepaired(after);
    }
  }

  /** Opening makes good what it notices; rows are right whatever it does not. */
  private void assertOpens(SimulatedFileStore after) {
    try (Database database = open(after)) {
      assertThat(rows(database.openTable("t"))).as("rows").isEqualTo(truth);
    }
  }

  private void assertCanBeRepaired(SimulatedFileStore after) {
    assertThat(repair(after).ok()).as("repaired").isTrue();
    try (Database database = open(after)) {
      Table table = database.openTable("t");
      assertThat(rows(table)).as("rows").isEqualTo(truth);
      TableInvariants.check(table);
      TableInvariants.checkFiles(after, "t");
    }
  }

  private static RepairReport repair(SimulatedFileStore files) {
    return Database.repair(SimulatedEnv.inline(files, SEED), OPTIONS);
  }

  private static Database open(SimulatedFileStore files) {
    return Database.open(SimulatedEnv.inline(files, SEED), OPTIONS);
  }

  private List<String> indexes() {
    return disk.list("t/index").stream().map(name -> "t/index/" + name).toList();
  }

  private void flip(String path) {
    disk.flipBit(path, disk.length(path) / 2 * Byte.SIZE);
  }

  private static Row row(long id, long n) {
    return Row.of("id", id, "n", n, "body", "row " + n, "v", new float[] {id, n, 1, 2});
  }

  private static List<String> rows(Table table) {
    return table.scan().rows().stream().map(row -> row.get("id") + " " + row.get("n")).toList();
  }
}
