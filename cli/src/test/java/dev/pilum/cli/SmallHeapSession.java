package dev.pilum.cli;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.Database;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What {@link LargerThanHeapTest} does in a process of little memory, answer by answer. */
final class SmallHeapSession {
  private static final PrintWriter OUT = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private final Path folder;
  private final int rows;
  private long sinceNanos = System.nanoTime();

  private SmallHeapSession(Path folder, int rows) {
    this.folder = folder;
    this.rows = rows;
  }

  public static void main(String[] args) {
    new SmallHeapSession(Path.of(args[0]), Integer.parseInt(args[1])).run();
  }

  private void run() {
    try (Database database = Database.open(folder.resolve("db"))) {
      database.createTable(
          "docs",
          Schema.builder()
              .key("id", Types.utf8())
              .field("year", Types.int64())
              .text("body")
              .field("raw", Types.utf8())
              .vector("v", LargeRows.DIMENSION, Metric.COSINE)
              .build());
    }
    answer(
        "imported",
        cli(
            "import",
            "docs",
            "--jsonl",
            file("rows.jsonl"),
            "--vectors",
            file("rows.fvecs"),
            "--vector-column",
            "v",
            "--key",
            "id"));
    try (Database database = Database.open(folder.resolve("db"))) {
      ask(database.openTable("docs"));
    }
    answer("exported", cli("export", "docs", file("docs.arrow")));
    answer("exported lines", cli("export", "docs", file("docs.jsonl"), "--where", "year = 2003"));
  }

  private void ask(Table table) {
    answer("count", table.count());
    answer("scanned", scanned(table));
    answer("filtered", table.count("year = 2003 AND raw IS NOT NULL"));
    answer("matching text", table.count("body LIKE '%word0 %' AND length(raw) > 1000"));
    answer(
        "newest",
        ids(table.scan().orderBy(Order.descending("year"), Order.ascending("id")).limit(3).rows()));
    answer("ordered", ordered(table));
    float[] middle = LargeRows.vector(rows / 2);
    answer("nearest", table.search("v", middle).hits().getFirst().row().get("id"));
    answer(
        "nearest of a year",
        table
            .search("v", middle)
            .where("year = ?", LargeRows.year(rows / 2))
            .hits()
            .getFirst()
            .row()
            .get("id"));
    answer("text", table.searchText("body", "only77 common").hits().getFirst().row().get("id"));
    answer(
        "hybrid",
        table
            .search("v", LargeRows.vector(78))
            .text("body", "common only78")
            .hits()
            .getFirst()
            .row()
            .get("id"));
  }

  private static String scanned(Table table) {
    long count = 0;
    long chars = 0;
    try (BatchReader batches = table.scan().batches(1_000)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        for (int row = 0; row < batch.rowCount(); row++) {
          String raw = batch.column("raw").textAt(row);
          chars += raw == null ? 0 : raw.length();
        }
        count += batch.rowCount();
      }
    }
    return count + " " + chars;
  }

  private static String ordered(Table table) {
    long count = 0;
    boolean falls = true;
    String before = "e";
    try (BatchReader batches = table.scan().orderBy(Order.descending("id")).batches(1_000)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        for (int row = 0; row < batch.rowCount(); row++) {
          String id = String.valueOf(batch.column("id").textAt(row));
          falls &= id.compareTo(before) < 0;
          before = id;
        }
        count += batch.rowCount();
      }
    }
    return count + " " + falls;
  }

  private static List<Object> ids(List<Row> rows) {
    return rows.stream().map(row -> (Object) String.valueOf(row.get("id"))).toList();
  }

  private int cli(String command, String... rest) {
    String[] args = new String[rest.length + 2];
    args[0] = command;
    args[1] = folder.resolve("db").toString();
    System.arraycopy(rest, 0, args, 2, rest.length);
    return Main.run(OUT, OUT, args);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Says an answer, and how long it took. */
  private void answer(String name, Object value) {
    long nanos = System.nanoTime() - sinceNanos;
    OUT.println("answer: " + name + ": " + value);
    OUT.println("  after " + nanos / 1_000_000 + " ms");
    sinceNanos = System.nanoTime();
  }
}
