package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prints what each key index costs a whole table: rows written in segments of equal size that stay
 * unmerged, then upserts, lookups, a clean close and openings. Arguments: rows, segments, rounds.
 * Chronicle Map needs its JVM flags. Calls are measured in CPU time of the calling thread, closing
 * and opening in wall time.
 */
public final class KeyTableReport {
  private static final int BATCH = 1_000;
  private static final int CALLS = 200_000;
  private static final long SEED = 0x5EED;
  private static final List<String> INDEXES =
      List.of(DatabaseOptions.BUILTIN_KEY_INDEX, "chronicle");

  private KeyTableReport() {}

  /** Runs the report; the first rounds warm up the later ones. */
  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    int segments = Integer.parseInt(arguments[1]);
    System.out.printf(
        "%d rows, %d segments, seed %#x, JVM %s%n", rows, segments, SEED, Runtime.version());
    for (int round = 1; round <= Integer.parseInt(arguments[2]); round++) {
      for (String index : INDEXES) {
        System.out.println("round " + round + " " + line(index, rows, segments, CALLS));
      }
    }
  }

  static String line(String index, int rows, int segments, int calls) throws IOException {
    Path folder = Files.createTempDirectory("pilum-bench");
    DatabaseOptions options =
        DatabaseOptions.DEFAULT
            .withDurability(Durability.BUFFERED)
            .withMaximumSegments(segments + 2)
            .withKeyIndex(index);
    Database db = Database.open(folder, options);
    Schema schema = Schema.builder().key("id", Types.utf8()).field("n", Types.int64()).build();
    Table table = db.createTable("t", schema);
    double add = load(table, rows, segments) / rows;
    double replace = replace(table, rows, calls) / calls;
    table.flush();
    double get = lookUp(table, rows, 0, calls) / calls;
    double absent = lookUp(table, rows, rows, calls) / calls;
    double close = elapsed(db::close) / 1e6;
    double open = elapsed(() -> firstLookup(folder, options)) / 1e6;
    firstLookup(folder, options.withKeyIndex(DatabaseOptions.BUILTIN_KEY_INDEX));
    double fill = elapsed(() -> firstLookup(folder, options)) / 1e6;
    return "%-9s add %.0f ns, replace %.0f ns, exists %.0f ns, absent %.0f ns; close %.0f ms, open %.0f ms, open without a map %.0f ms"
        .formatted(index, add, replace, get, absent, close, open, fill);
  }

  private static double load(Table table, int rows, int segments) {
    double nanos = 0;
    for (int from = 0; from < rows; from += BATCH) {
      List<Row> batch = rows(from, BATCH);
      nanos += computed(() -> table.upsert(batch));
      if ((from + BATCH) % (rows / segments) == 0) {
        table.flush();
      }
    }
    return nanos;
  }

  private static double replace(Table table, int rows, int calls) {
    SplittableRandom random = new SplittableRandom(SEED);
    double nanos = 0;
    for (int done = 0; done < calls; done += BATCH) {
      List<Row> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(row(random.nextInt(rows)));
      }
      nanos += computed(() -> table.upsert(batch));
    }
    return nanos;
  }

  private static double lookUp(Table table, int rows, int offset, int calls) {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] keys = new String[calls];
    Arrays.setAll(keys, i -> "document-" + (offset + random.nextInt(rows)));
    int found = 0;
    long start = cpuNanos();
    for (String key : keys) {
      found += table.exists(key) ? 1 : 0;
    }
    long nanos = cpuNanos() - start;
    if (found != (offset == 0 ? calls : 0)) {
      throw new AssertionError(found + " keys found");
    }
    return nanos;
  }

  private static void firstLookup(Path folder, DatabaseOptions options) {
    try (Database db = Database.open(folder, options)) {
      db.openTable("t").exists("document-1");
    }
  }

  private static double computed(Runnable work) {
    long start = cpuNanos();
    work.run();
    return cpuNanos() - start;
  }

  private static double elapsed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<Row> rows(int from, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      rows.add(row(i));
    }
    return rows;
  }

  private static Row row(int number) {
    return Row.of("id", "document-" + number, "n", (long) number);
  }
}
