package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed at some moment, again and again. {@code -Dpilum.kill.rows=200000
 * -Dpilum.kill.rounds=1 -Dpilum.kill.threads=1} makes it one long load.
 */
class KillTest {
  private static final int ROWS = Integer.getInteger("pilum.kill.rows", 1_000);
  private static final int ROUNDS = Integer.getInteger("pilum.kill.rounds", 3);
  private static final int THREADS = Integer.getInteger("pilum.kill.threads", 4);
  private static final int MEMTABLE = Integer.getInteger("pilum.kill.memtable", 100_000);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("batch", Types.int64())
          .field("rows", Types.int32())
          .vector("v", 16, Metric.L2)
          .build();

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void everyAcknowledgedRowIsThereAndNoBatchInHalf() throws IOException {
    long seed = Long.getLong("seed", 0x5EED);
    Random random = new Random(seed);
    Set<Long> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      loadUntilKilled(round, random.nextInt(ROWS / 2, ROWS), acknowledged);
      long before = System.nanoTime();
      try (Database database = Database.open(folder, options())) {
        Table table = database.openTable("t");
        long millis = (System.nanoTime() - before) / 1_000_000;
        assertHolds(table, acknowledged, "seed " + seed + ", round " + round);
        System.out.printf(
            "%d rows, killed and opened again in %d ms, %d segments%n",
            table.count(), millis, table.stats().segments().size());
      }
    }
  }

  private void loadUntilKilled(int round, int batches, Set<Long> acknowledged) throws IOException {
    try (ChildJvm child = ChildJvm.start(Loader.class, folder, round, THREADS, MEMTABLE)) {
      for (int i = 0; i < batches; i++) {
        acknowledged.add(Long.parseLong(Objects.requireNonNull(child.nextLine())));
      }
      child.kill();
      List<String> rest = child.remainingLines();
      // The last line is left out: the kill may have cut it short, and then it would be another
      // number.
      rest.stream()
          .limit(Math.max(0, rest.size() - 1))
          .forEach(line -> acknowledged.add(Long.parseLong(line)));
    }
  }

  private static void assertHolds(Table table, Set<Long> acknowledged, String when) {
    assertThat(table.verify().problems()).as(when).isEmpty();
    Set<Long> batches = new HashSet<>();
    long expectedRows = 0;
    for (Row row : table.scan().select("batch", "rows").rows()) {
      if (batches.add((Long) Objects.requireNonNull(row.get("batch")))) {
        expectedRows += (Integer) Objects.requireNonNull(row.get("rows"));
      }
    }
    assertThat(table.count()).as("no half batch, %s", when).isEqualTo(expectedRows);
    assertThat(batches.containsAll(acknowledged)).as(when).isTrue();
    for (long batch : acknowledged) {
      Row row = table.get(batch + ".0");
      assertThat(row == null ? null : row.vector("v"))
          .as("batch %d, %s", batch, when)
          .isEqualTo(Loader.vector(batch));
    }
  }

  private static DatabaseOptions options() {
    return DatabaseOptions.DEFAULT.withMemtableBytes(MEMTABLE).withGraphMinimumRows(1_000);
  }

  /**
   * Upserts without end, mostly single rows, and prints the number of each batch once it is
   * durable.
   */
  static final class Loader {
    private Loader() {}

    public static void main(String[] arguments) throws InterruptedException {
      DatabaseOptions options =
          DatabaseOptions.DEFAULT
              .withMemtableBytes(Long.parseLong(arguments[3]))
              .withGraphMinimumRows(1_000);
      Database database = Database.open(Path.of(arguments[0]), options);
      Table table = database.createTableIfAbsent("t", SCHEMA);
      long first = Long.parseLong(arguments[1]) * 1_000_000_000L;
      int threads = Integer.parseInt(arguments[2]);
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int writer = i;
        writers.add(Thread.ofPlatform().start(() -> load(table, first + writer, threads)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }

    private static void load(Table table, long first, int step) {
      for (long batch = first; ; batch += step) {
        table.upsert(rows(batch, step > 1 && batch % 10 < step ? 3 : 1));
        System.out.println(batch);
      }
    }

    private static List<Row> rows(long batch, int count) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(Row.of("id", batch + "." + i, "batch", batch, "rows", count, "v", vector(batch)));
      }
      return rows;
    }

    static float[] vector(long batch) {
      float[] vector = new float[16];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = batch % (i + 2);
      }
      return vector;
    }
  }
}
