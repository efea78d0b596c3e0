package dev.pilum.cli;

import dev.pilum.ColumnStats;
import dev.pilum.Database;
import dev.pilum.FeedStatus;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.TableStats.SegmentStats;
import dev.pilum.cli.output.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows figures about tables. */
@Command(
    name = "stats",
    description =
        "Show how many rows, segments, files and bytes tables have; of one table, also its"
            + " segments and columns.",
    footer = {
      "",
      "Examples:",
      "  pilum stats quickstart-db",
      "  pilum stats quickstart-db abstracts --json"
    })
final class StatsCommand implements Runnable {
  private static final List<String> TABLE =
      List.of("table", "version", "rows", "memtableRows", "segments", "files", "diskBytes");
  private static final List<String> SEGMENT =
      List.of(
          "segment",
          "rows",
          "deletedRows",
          "dataBytes",
          "indexBytes",
          "indexedColumns",
          "scalarIndexes",
          "bytesByKind");
  private static final List<String> COLUMN =
      List.of("column", "type", "bytes", "nulls", "min", "max");

  private static final List<String> FEED =
      List.of("feed", "position", "versionsBehind", "oldestUnreadAt", "lost");

  @Mixin private DatabaseParameter database = new DatabaseParameter();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "Name of the table; all when absent.")
  private @Nullable String table;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = database.openReadOnly()) {
      if (table == null) {
        showAll(db);
      } else {
        showOne(db.openTable(table));
      }
    }
  }

  private void showAll(Database db) {
    List<Row> rows = new ArrayList<>();
    for (String name : db.tableNames()) {
      TableStats stats = db.openTable(name).stats();
      rows.add(row(name, stats, stats.segments().size()));
    }
    options.output().rows(TABLE, rows);
  }

  private void showOne(Table open) {
    String name = open.name();
    TableStats stats = open.stats();
    List<Row> columns = open.columnStats().stream().map(StatsCommand::columnRow).toList();
    List<Row> segments = stats.segments().stream().map(StatsCommand::segmentRow).toList();
    List<Row> feeds = stats.feeds().stream().map(StatsCommand::feedRow).toList();
    if (options.format() == Format.JSON) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(row(name, stats, segments));
      all.put("feeds", feeds);
      all.put("columns", columns);
      options.output().record(all);
    } else {
      options.output().record(row(name, stats, segments.size()));
      options.out().println();
      options.output().rows(SEGMENT, segments);
      options.out().println();
      options.output().rows(COLUMN, columns);
      if (!feeds.isEmpty()) {
        options.out().println();
        options.output().rows(FEED, feeds);
      }
    }
  }

  private static Row row(String name, TableStats stats, Object segments) {
    return Row.of(
        "table", name,
        "version", stats.version(),
        "rows", stats.rows(),
        "memtableRows", stats.memtableRows(),
        "memtableBytes", stats.memtableBytes(),
        "segments", segments,
        "files", stats.files(),
        "diskBytes", stats.diskBytes());
  }

  private static Row feedRow(FeedStatus feed) {
    return Row.of(
        "feed", feed.name(),
        "position", feed.position().toString(),
        "versionsBehind", feed.versionsBehind(),
        "oldestUnreadAt", feed.oldestUnreadAt() == null ? null : feed.oldestUnreadAt().toString(),
        "lost", feed.lost());
  }

  private static Row segmentRow(SegmentStats segment) {
    return Row.of(
        "segment", segment.id(),
        "rows", segment.rows(),
        "deletedRows", segment.deletedRows(),
        "dataBytes", segment.dataBytes(),
        "indexBytes", segment.indexBytes(),
        "indexedColumns", segment.indexedColumns(),
        "scalarIndexes", segment.scalarIndexes(),
        "bytesByKind", segment.bytesByKind());
  }

  private static Row columnRow(ColumnStats column) {
    return Row.of(
        "column", column.name(),
        "type", column.type(),
        "bytes", column.bytes(),
        "nulls", column.nullCount(),
        "min", column.min(),
        "max", column.max());
  }
}
