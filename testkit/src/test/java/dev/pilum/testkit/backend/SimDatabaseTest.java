package dev.pilum.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedCrash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database that applications test themselves with: its answers, its faults, its replay. */
class SimDatabaseTest {
  private static final long SEED = Long.getLong("seed", 0x5EED);
  private static final DatabaseOptions SMALL = DatabaseOptions.DEFAULT.withMemtableBytes(2 << 10);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("n", Types.int64())
          .vector("v", 2, Metric.L2)
          .build();

  @Test
  void withoutFaultsItIsAnOrdinaryDatabase() {
    try (SimDatabase sim = SimDatabase.open(SEED)) {
      Table table = sim.database().createTable("t", SCHEMA);
      for (long id = 0; id < 100; id++) {
        table.upsert(row(id, id));
      }
      table.flush();
      table.delete(7L);
      assertThat(table.count()).isEqualTo(99);
      assertThat(table.search("v", new float[] {8, 1}).limit(2).hits())
          .extracting(hit -> hit.row().get("id"))
          .containsExactly(8L, 9L);
      assertThat(table.verify().problems()).isEmpty();
      assertThat(sim.journal()).isEmpty();
    }
  }

  @Test
  void whatWasAcknowledgedOutlivesAPowerCut() {
    try (SimDatabase sim = SimDatabase.open(SEED)) {
      Table table = sim.database().createTable("t", SCHEMA);
      table.upsert(row(1, 1));
      sim.crash();
      assertThatThrownBy(() -> table.upsert(row(2, 2))).isInstanceOf(SimulatedCrash.class);
      assertThat(sim.reopen().openTable("t").count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindStrikesAsItSays(FaultKind kind) {
    FaultRates rates = FaultRates.NONE.with(kind, 0.1);
    try (SimDatabase sim = SimDatabase.open(SEED, rates, SMALL)) {
      List<Throwable> failures = new ArrayList<>();
      Map<Long, Long> acknowledged = new HashMap<>();
      Map<Long, Set<Long>> possible = new HashMap<>();
      work(sim, failures, acknowledged, possible);
      assertThat(sim.journal()).as(sim.replay()).isNotEmpty();
      assertThat(sim.journal()).allMatch(fault -> fault.kind() == kind);
      Set<Class<?>> expected = failuresOf(kind);
      if (!expected.isEmpty() && kind != FaultKind.STORAGE_DELETE_FAIL) {
        assertThat(failures).as(sim.replay()).isNotEmpty();
      }
      assertThat(failures).as(sim.replay()).allMatch(e -> expected.contains(e.getClass()));
      sim.calm();
      Table table = sim.reopen().openTable("t");
      acknowledged.forEach((id, n) -> {
        Row found = table.get(id);
        assertThat(found).as("row %d, %s", id, sim.replay()).isNotNull();
        assertThat(possible.get(id)).as(sim.replay()).contains((Long) found.get("n"));
      });
    }
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(replayOf(SEED)).isEqualTo(replayOf(SEED)).isNotEqualTo(replayOf(SEED + 1));
  }

  @Test
  void aKindSwitchedOnDoesNotMoveTheOthers() {
    FaultRates one = FaultRates.NONE.with(FaultKind.VECTOR_STORE_FAIL, 0.2);
    FaultRates two = one.with(FaultKind.VECTOR_SEARCH_FAIL, 0.2);
    assertThat(storeFaults(one)).isEqualTo(storeFaults(two)).isNotEmpty();
  }

  @Test
  void timeMovesOnlyWhenItIsTold() {
    try (SimDatabase sim = SimDatabase.open(SEED)) {
      long before = sim.env().currentTimeMillis();
      sim.advanceMillis(1_500);
      assertThat(sim.env().currentTimeMillis()).isEqualTo(before + 1_500);
    }
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    assertThatThrownBy(() -> FaultRates.NONE.with(FaultKind.DB_DEADLOCK, 1.5))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("DB_DEADLOCK");
  }

  private static Set<Class<?>> failuresOf(FaultKind kind) {
    return switch (kind) {
      case VECTOR_STORE_FAIL,
          VECTOR_SEARCH_FAIL,
          DB_CONNECTION_FAIL,
          DB_POOL_EXHAUSTED,
          NETWORK_TIMEOUT,
          NETWORK_RESET,
          NETWORK_PARTIAL_WRITE ->
          Set.of(StorageFailure.class);
      case VECTOR_SEARCH_TIMEOUT, DB_QUERY_TIMEOUT -> Set.of(Cancelled.class);
      case DB_DEADLOCK, DB_SERIALIZATION_FAIL -> Set.of(Conflict.class);
      case STORAGE_WRITE_FAIL,
          STORAGE_READ_FAIL,
          STORAGE_DELETE_FAIL,
          STORAGE_DISK_FULL,
          RESOURCE_FILE_LIMIT ->
          Set.of(StorageFailure.class, Closed.class);
      case STORAGE_CORRUPTION -> Set.of(Corruption.class, Closed.class);
      case RESOURCE_OOM -> Set.of(OutOfMemoryError.class);
      case STORAGE_LATENCY, TIME_CLOCK_SKEW -> Set.of();
    };
  }

  private static String replayOf(long seed) {
    try (SimDatabase sim = SimDatabase.open(seed, FaultRates.all(0.02), SMALL)) {
      work(sim, new ArrayList<>(), new HashMap<>(), new HashMap<>());
      return sim.replay().replaceFirst("0x[0-9A-F]+", "seed");
    }
  }

  private static List<String> storeFaults(FaultRates rates) {
    try (SimDatabase sim = SimDatabase.open(SEED, rates)) {
      work(sim, new ArrayList<>(), new HashMap<>(), new HashMap<>());
      return sim.journal().stream()
          .filter(fault -> fault.kind() == FaultKind.VECTOR_STORE_FAIL)
          .map(InjectedFault::where)
          .toList();
    }
  }

  /** Writes, reads and searches; reopens after failed writes, and now and then. */
  private static void work(
      SimDatabase sim,
      List<Throwable> failures,
      Map<Long, Long> acknowledged,
      Map<Long, Set<Long>> possible) {
    sim.calm();
    sim.database().createTable("t", SCHEMA);
    sim.storm();
    Database database = sim.database();
    for (long n = 0; n < 150; n++) {
      long id = n % 40;
      possible.computeIfAbsent(id, key -> new HashSet<>()).add(n);
      try {
        Table table = database.openTable("t");
        assertThat(sim.env().currentTimeMillis()).isPositive();
        table.upsert(row(id, n));
        acknowledged.put(id, n);
        possible.put(id, new HashSet<>(Set.of(n)));
        assertThat(table.get(id)).isNotNull();
        assertThat(table.search("v", new float[] {id, 1}).hits()).isNotEmpty();
        if (n % 25 == 24) {
          database = sim.reopen();
        }
      } catch (PilumException | OutOfMemoryError e) {
        failures.add(e);
        database = reopened(sim, database, failures);
      }
    }
  }

  private static Database reopened(SimDatabase sim, Database before, List<Throwable> failures) {
    try {
      return sim.reopen();
    } catch (PilumException e) {
      failures.add(e);
      return before;
    }
  }

  private static Row row(long id, long n) {
    return Row.of("id", id, "n", n, "v", new float[] {id, 1});
  }
}
