package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.TableStats.SegmentStats;
import dev.pilum.TableStats.UpkeepStats;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tables say of themselves. */
class StatsTest {
  private static final int ROWS = 200;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("day", Types.date())
          .text("body")
          .vector("v", 4, Metric.L2)
          .build();

  @TempDir private Path folder;
  private Database database;
  private Table table;

  @BeforeEach
  void write() {
    database = Database.open(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(50));
    table = database.createTable("t", SCHEMA);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      LocalDate day = i % 2 == 0 ? null : LocalDate.of(2026, 1, 1).plusDays(i);
      rows.add(Row.of("id", i, "day", day, "body", "b" + i, "v", new float[] {i, 1, 2, 3}));
    }
    table.add(rows);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void segmentsSayWhatTheirFilesAre() {
    table.createIndex("day", ScalarIndex.ORDERED);
    table.delete(3L);
    table.flush();
    table.awaitUpkeep();
    SegmentStats segment = table.stats().segments().getFirst();
    assertThat(segment.bytesByKind())
        .containsKeys(
            "scalars", "vector", "keys", "graph", "calibration", "text", "zones", "ordered");
    assertThat(segment.bytesByKind().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(segment.dataBytes() + segment.indexBytes());
    assertThat(segment.scalarIndexes()).containsExactly("day ordered");
    assertThat(segment.indexedColumns()).containsExactly("v");
    assertThat(segment.hasTextIndex()).isTrue();
    assertThat(table.stats().upkeep().segmentsWithoutGraph()).isZero();
  }

  @Test
  void upkeepCountsWhatIsWrittenAndWhy() {
    UpkeepStats written = table.stats().upkeep();
    assertThat(written.commits()).isEqualTo(1);
    assertThat(written.logBytes()).isGreaterThan(written.commitBytes());
    assertThat(written.commitBytes()).isGreaterThan(ROWS * 24L);
    assertThat(written.flushBytes()).isZero();
    assertThat(written.unflushedBytes()).isPositive();
    table.flush();
    table.add(List.of(Row.of("id", ROWS)));
    table.flush();
    long flushed = table.stats().upkeep().flushBytes();
    table.optimize();
    UpkeepStats merged = table.stats().upkeep();
    long onDisk = table.stats().segments().getFirst().dataBytes();
    assertThat(merged.flushBytes()).isEqualTo(flushed).isGreaterThan(onDisk);
    assertThat(merged.mergeBytes()).isGreaterThanOrEqualTo(onDisk);
    assertThat(merged.waitingWrites()).isZero();
    assertThat(merged.writeAmplification()).isBetween(2.0, 20.0);
  }

  @Test
  void columnsSayWhatIsInThem() {
    table.delete(0L);
    table.delete((long) ROWS - 1);
    for (boolean flushed : new boolean[] {false, true}) {
      if (flushed) {
        table.flush();
      }
      List<ColumnStats> columns = table.columnStats();
      assertThat(columns).extracting(ColumnStats::name).containsExactly("id", "day", "body", "v");
      assertThat(columns.get(0).min()).isEqualTo(1L);
      assertThat(columns.get(0).max()).isEqualTo(ROWS - 2L);
      assertThat(columns.get(1).nullCount()).isEqualTo(ROWS / 2 - 1);
      assertThat(columns.get(1).min()).isEqualTo(LocalDate.of(2026, 1, 2));
      assertThat(columns.get(2).max()).isEqualTo("b99");
      assertThat(columns.get(3).min()).isNull();
      assertThat(columns.get(3).bytes()).isGreaterThanOrEqualTo((ROWS - 2) * 16L);
    }
  }

  @Test
  void anEmptyTableHasFiguresToo() {
    Table empty = database.createTable("empty", SCHEMA);
    assertThat(empty.stats().upkeep().writeAmplification()).isZero();
    assertThat(empty.columnStats().getFirst().min()).isNull();
  }
}
