package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.TableEvent.QueryKind;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners and flight recordings hear of a table. */
class TableEventsTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body").vector("v", 2, Metric.L2).build();

  @TempDir private Path folder;
  private final List<TableEvent> heard = Collections.synchronizedList(new ArrayList<>());

  @Test
  void listenersHearOfEverythingWithItsFigures() {
    try (Database database = open()) {
      database.addListener(heard::add);
      live(database);
    }
    assertThat(of(TableEvent.Opening.class)).hasSize(1);
    assertThat(of(TableEvent.CommitGroup.class))
        .hasSize(3)
        .allMatch(e -> e.table().equals("t") && e.commits() == 1 && e.logBytes() > 0)
        .extracting(TableEvent.CommitGroup::rows)
        .containsExactly(60L, 60L, 1L);
    assertThat(of(TableEvent.Flush.class))
        .extracting(TableEvent.Flush::rows)
        .containsExactly(60L, 60L, 1L);
    TableEvent.Merge merge = of(TableEvent.Merge.class).getLast();
    assertThat(merge.segments()).isGreaterThan(1);
    assertThat(merge.rows()).isEqualTo(121);
    assertThat(of(TableEvent.GraphBuild.class)).isNotEmpty().allMatch(e -> e.column().equals("v"));
    assertThat(of(TableEvent.Query.class))
        .extracting(TableEvent.Query::kind)
        .containsExactly(
            QueryKind.VECTOR, QueryKind.TEXT, QueryKind.HYBRID, QueryKind.SCAN, QueryKind.COUNT);
    assertThat(heard).allMatch(e -> e.nanos() > 0);
  }

  @Test
  void aScanIsHeardOfOnceAlsoWhereItComputesValues() {
    try (Database database = open()) {
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 9));
      database.addListener(heard::add);
      assertThat(table.scan().select("id + 1 AS next").rows()).hasSize(9);
      assertThat(table.scan().select("id + 1 AS next").batch().rowCount()).isEqualTo(9);
    }
    assertThat(of(TableEvent.Query.class))
        .extracting(TableEvent.Query::kind)
        .containsExactly(QueryKind.SCAN, QueryKind.SCAN);
  }

  @Test
  void whoListensNoMoreHearsNothingAndOneThatFailsHurtsNobody() {
    TableListener listener = heard::add;
    try (Database database = open()) {
      database.addListener(event -> {
        throw new IllegalStateException("a listener of no use");
      });
      database.addListener(event -> {
        throw new AssertionError("another");
      });
      database.addListener(listener);
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 1));
      assertThat(of(TableEvent.CommitGroup.class)).hasSize(1);
      database.removeListener(listener);
      table.add(rows(1, 1));
      assertThat(of(TableEvent.CommitGroup.class)).hasSize(1);
      assertThat(table.count()).isEqualTo(2);
    }
  }

  @Test
  void aThresholdBeyondAllTimeIsNeverReached() {
    try (Database database = open()) {
      database.logSlowQueries(ChronoUnit.FOREVER.getDuration());
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 1));
      assertThat(table.scan().rows()).hasSize(1);
    }
  }

  @Test
  void anOpeningSaysWhatItReplayed() {
    try (Database database = open()) {
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 2));
      table.add(rows(2, 1));
    }
    try (Database database = open()) {
      database.addListener(heard::add);
      database.openTable("t");
    }
    assertThat(of(TableEvent.Opening.class))
        .singleElement()
        .matches(e -> e.rows() == 3 && e.replayed() == 2 && e.segments() == 0);
  }

  @Test
  void flightRecordingsHaveThem() throws Exception {
    Path file = folder.resolve("pilum.jfr");
    try (Recording recording = new Recording();
        Database database = open()) {
      recording.enable("dev.pilum.Query").withoutThreshold();
      recording.start();
      live(database);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().startsWith("dev.pilum."))
            .toList();
    assertThat(events)
        .extracting(e -> e.getEventType().getName())
        .contains(
            "dev.pilum.Opening",
            "dev.pilum.CommitGroup",
            "dev.pilum.Flush",
            "dev.pilum.Merge",
            "dev.pilum.GraphBuild",
            "dev.pilum.Query");
    RecordedEvent flush =
        events.stream().filter(e -> e.getEventType().getLabel().equals("Flush")).findFirst().get();
    assertThat(flush.getString("table")).isEqualTo("t");
    assertThat(flush.getLong("rows")).isEqualTo(60);
    assertThat(flush.getLong("bytes")).isPositive();
    assertThat(flush.getDuration().toNanos()).isPositive();
  }

  @Test
  void aScrubIsTold() throws Exception {
    Path file = folder.resolve("pilum.jfr");
    CountDownLatch scrubbed = new CountDownLatch(1);
    DatabaseOptions options =
        DatabaseOptions.DEFAULT
            .withScrubEvery(Duration.ofMillis(1))
            .withScrubBytesPerSecond(Long.MAX_VALUE);
    try (Recording recording = new Recording();
        Database database = Database.open(folder.resolve("db"), options)) {
      recording.start();
      database.addListener(heard::add);
      database.addListener(event -> {
        if (event instanceof TableEvent.Scrub scrub && scrub.files() > 0) {
          scrubbed.countDown();
        }
      });
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 60));
      table.flush();
      assertThat(scrubbed.await(60, TimeUnit.SECONDS)).as("a scrub of the segment").isTrue();
      recording.stop();
      recording.dump(file);
      assertThat(table.stats().scrub().rounds()).isPositive();
      assertThat(table.stats().scrub().endedAt()).isNotNull();
    }
    assertThat(of(TableEvent.Scrub.class))
        .allMatch(scrub -> scrub.table().equals("t") && scrub.problems().isEmpty());
    RecordedEvent event =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals("dev.pilum.Scrub"))
            .filter(e -> e.getInt("files") > 0)
            .findFirst()
            .orElseThrow();
    assertThat(event.getLong("bytes")).isPositive();
    assertThat(event.getInt("problems")).isZero();
  }

  private Database open() {
    return Database.open(folder.resolve("db"), DatabaseOptions.DEFAULT.withGraphMinimumRows(50));
  }

  /** Does one of each. */
  private static void live(Database database) {
    Table table = database.createTable("t", SCHEMA);
    table.add(rows(0, 60));
    table.flush();
    table.add(rows(60, 60));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(120, 1));
    table.optimize();
    Search search = table.search("v", new float[2]).limit(1);
    assertThat(search.hits()).hasSize(1);
    assertThat(table.searchText("body", "word").hits()).isNotEmpty();
    assertThat(search.text("body", "word").hits()).hasSize(1);
    assertThat(table.scan().rows()).hasSize(121);
    assertThat(table.scan().count()).isEqualTo(121);
  }

  private static List<Row> rows(int from, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      rows.add(Row.of("id", i, "body", "word " + i, "v", new float[] {i, 1}));
    }
    return rows;
  }

  private <E extends TableEvent> List<E> of(Class<E> kind) {
    return List.copyOf(heard).stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
