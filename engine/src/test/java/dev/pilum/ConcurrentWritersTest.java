package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen threads write the same keys, under memtables so small that flushes and merges never end.
 * {@code -Dpilum.stress.seconds=30} makes it long.
 */
class ConcurrentWritersTest {
  private static final int SECONDS = Integer.getInteger("pilum.stress.seconds", 3);
  private static final int THREADS = 16;
  private static final int KEYS = 1_000;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("writer", Types.utf8())
          .vector("v", 8, Metric.L2)
          .build();
  private static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(256 << 10)
          .withMaximumSegments(3)
          .withGraphMinimumRows(500);

  @TempDir private Path folder;

  /**
   * What the newest acknowledged commit that touched a key left there; {@code writer} is {@code
   * null} when it deleted it.
   */
  private record Last(long version, String writer) {
    static Last newer(Last a, Last b) {
      return a.version > b.version ? a : b;
    }
  }

  private final Map<Long, Last> model = new ConcurrentHashMap<>();
  private final Set<Long> versions = ConcurrentHashMap.newKeySet();

  @Test
  void theLastAcknowledgedWriterOfEachKeyWinsAndNoKeyIsThereTwice()
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("seed", 0x5EED);
    try (TestDatabase test = new TestDatabase(folder, TINY)) {
      Table table = test.get().createTable("t", SCHEMA);
      runAll(table, seed);
      assertThat(table.version())
          .as("one version for each effective commit")
          .isEqualTo(versions.size());
      assertHolds(table, seed);
      table.awaitUpkeep();
      assertHolds(table, seed);
      test.reopen();
      assertHolds(test.table("t"), seed);
      assertThat(test.table("t").verify().problems()).isEmpty();
      System.out.printf("%d commits by %d threads in %d s%n", versions.size(), THREADS, SECONDS);
    }
  }

  private void runAll(Table table, long seed) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int writer = i;
        writers.add(threads.submit(() -> write(table, writer, new Random(seed + writer), end)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private void write(Table table, int writer, Random random, long end) {
    for (int step = 0; System.nanoTime() < end; step++) {
      String name = writer + "." + step;
      Set<Long> keys = new LinkedHashSet<>();
      for (int i = random.nextInt(10) > 0 ? 1 : 20; i > 0; i--) {
        keys.add(random.nextLong(KEYS));
      }
      switch (random.nextInt(10)) {
        case 0 -> learn(table.deleteAll(keys), keys, null);
        case 1 -> update(table, keys.iterator().next(), name);
        default ->
            learn(
                table.upsert(keys.stream().map(key -> row(key, name, random)).toList()),
                keys,
                name);
      }
    }
  }

  private void update(Table table, long key, String name) {
    WriteResult result = table.update(key, Map.of("writer", name));
    if (result.rowsWritten() > 0) {
      learn(result, Set.of(key), name);
    }
  }

  /**
   * A delete that found none of several keys is no commit; one that found some says nothing of
   * which, and all are gone after it.
   */
  private void learn(WriteResult result, Set<Long> keys, String writer) {
    if (result.rowsWritten() + result.rowsRemoved() > 0) {
      assertThat(versions.add(result.version()))
          .as("version %d is given once", result.version())
          .isTrue();
      keys.forEach(key -> model.merge(key, new Last(result.version(), writer), Last::newer));
    }
  }

  private void assertHolds(Table table, long seed) {
    List<Row> rows = table.scan().select("id", "writer").rows();
    Set<Object> seen = new HashSet<>();
    for (Row row : rows) {
      assertThat(seen.add(row.get("id")))
          .as("key %s is there once, seed %d", row.get("id"), seed)
          .isTrue();
    }
    long alive = model.values().stream().filter(last -> last.writer() != null).count();
    assertThat(table.count()).as("seed %d", seed).isEqualTo(alive).isEqualTo(rows.size());
    model.forEach((key, last) -> {
      Row row = table.get(key);
      assertThat(row == null ? null : row.text("writer"))
          .as("writer of %d, seed %d", key, seed)
          .isEqualTo(last.writer());
    });
    assertThat(table.search("v", new float[8]).exact().limit(2 * KEYS).hits())
        .extracting(hit -> Objects.requireNonNull(hit.row().get("id")))
        .doesNotHaveDuplicates()
        .hasSize(rows.size());
  }

  private static Row row(long key, String writer, Random random) {
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextFloat();
    }
    return Row.of("id", key, "writer", writer, "v", vector);
  }
}
