package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot answers as its version did, whatever becomes of the table. */
class SnapshotTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("word", Types.utf8())
          .vector("v", 4, Metric.L2)
          .build();

  @TempDir private Path folder;

  /** All that a reader says of its rows. */
  private record Answers(
      long version, long count, List<String> rows, List<String> hits, List<String> gets) {
    static Answers of(Reader reader) {
      List<String> gets = new ArrayList<>();
      for (long id = 0; id < 60; id++) {
        Row row = reader.get(id);
        gets.add(row == null ? "none" : row.text("word") + reader.exists(id));
      }
      return new Answers(
          reader.version(),
          reader.count() + 1_000 * reader.count(ge("id", 20)),
          reader.scan().rows().stream().map(row -> row.get("id") + " " + row.text("word")).toList(),
          reader.search("v", new float[] {30, 0, 0, 0}).limit(60).hits().stream()
              .map(hit -> hit.row().get("id") + " " + hit.row().text("word") + " " + hit.distance())
              .toList(),
          gets);
    }
  }

  @Test
  void noLaterWriteFlushMergeOrDropMovesASnapshot() {
    DatabaseOptions graphs = DatabaseOptions.DEFAULT.withGraphMinimumRows(10);
    try (TestDatabase test = new TestDatabase(folder, graphs)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 20, "old"));
      table.flush();
      table.add(rows(20, 40, "old"));
      try (Snapshot snapshot = table.snapshot()) {
        Answers before = Answers.of(snapshot);
        List<Runnable> changes =
            List.of(
                () -> table.upsert(rows(10, 30, "new")),
                () -> table.add(rows(40, 60, "new")),
                () -> table.update(5, Map.of("word", "newer")),
                () -> table.deleteWhere(ge("id", 35)),
                table::flush,
                () -> table.deleteAll(List.of(0, 1, 15, 25)),
                table::optimize,
                () -> table.deleteWhere(ge("id", 0)),
                table::optimize,
                () -> table.add(rows(0, 5, "newest")),
                () -> test.get().dropTable("t"),
                () -> test.get().createTable("t", SCHEMA).add(rows(0, 3, "another")),
                () -> test.table("t").flush());
        for (int i = 0; i < changes.size(); i++) {
          changes.get(i).run();
          assertThat(Answers.of(snapshot)).as("after change %d", i).isEqualTo(before);
        }
      }
      assertThat(test.table("t").count()).isEqualTo(3);
    }
  }

  @Test
  void everySnapshotOfAHistoryKeepsItsOwnVersion() {
    DatabaseOptions tiny =
        DatabaseOptions.DEFAULT.withMemtableBytes(1 << 10).withMaximumSegments(2);
    try (TestDatabase test = new TestDatabase(folder, tiny)) {
      Table table = test.get().createTable("t", SCHEMA);
      List<Snapshot> snapshots = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        table.upsert(rows(i / 2, i / 2 + 3, "w" + i));
        snapshots.add(table.snapshot());
      }
      table.optimize();
      for (int i = 0; i < 60; i++) {
        try (Snapshot snapshot = snapshots.get(i)) {
          assertThat(snapshot.version()).isEqualTo(i + 1);
          assertThat(snapshot.count()).isEqualTo(i / 2 + 3);
          assertThat(Objects.requireNonNull(snapshot.get((long) i / 2)).text("word"))
              .isEqualTo("w" + i);
          assertThat(snapshot.get(i / 2 + 3L)).isNull();
        }
      }
    }
  }

  private static List<Row> rows(long from, long to, String word) {
    List<Row> rows = new ArrayList<>();
    for (long id = from; id < to; id++) {
      rows.add(Row.of("id", id, "word", word, "v", new float[] {id, 0, 0, word.length()}));
    }
    return rows;
  }
}
