package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What changes cost when they are merged into the target's table, and when a new table is swapped
 * in, by their share of the rows. Prints seconds; checks only that both arrive. {@code
 * -Dpilum.pgvector.rows=20000} measures the table of docs/decisions/0043-pgvector-mirror.md.
 */
class SwapRatioTest {
  private static final int DIMENSION = 128;
  private static final int[] PERCENT = {1, 5, 10, 20, 30, 50};

  private final int rows = Integer.getInteger("pilum.pgvector.rows", 200);
  private final Random random = new Random(7);

  @Test
  void secondsOfMergesAndSwaps(@TempDir Path folder) {
    try (PgSchema pg = PgSchema.create();
        Database db = Database.open(folder)) {
      Table table =
          db.createTable(
              "docs",
              Schema.builder()
                  .key("id", Types.int64())
                  .vector("v", DIMENSION, Metric.COSINE)
                  .build());
      for (PgIndexKind index : new PgIndexKind[] {PgIndexKind.NONE, PgIndexKind.HNSW}) {
        MirrorOptions options = pg.table("docs_" + index).withIndex(index);
        PgMirror merge = pg.mirror(options.withFull(FullMode.MERGE));
        PgMirror swap = pg.mirror(options.withFull(FullMode.SWAP));
        change(table, rows);
        swap.mirror(table, MirrorStrategy.FULL);
        for (int percent : PERCENT) {
          change(table, rows * percent / 100);
          double incremental = seconds(merge, table, MirrorStrategy.INCREMENTAL);
          change(table, rows * percent / 100);
          double merged = seconds(merge, table, MirrorStrategy.FULL);
          double swapped = seconds(swap, table, MirrorStrategy.FULL);
          System.out.printf(
              "%s, %d rows, %d %% changed: incremental %.2f s, full merge %.2f s, swap %.2f s%n",
              index, rows, percent, incremental, merged, swapped);
        }
        assertThat(merge.verify(table).ok()).isTrue();
      }
    }
  }

  private static double seconds(PgMirror mirror, Table table, MirrorStrategy strategy) {
    long start = System.nanoTime();
    mirror.mirror(table, strategy);
    return (System.nanoTime() - start) / 1e9;
  }

  private void change(Table table, int count) {
    long[] ids = random.longs(0, rows).distinct().limit(count).toArray();
    if (count == rows) {
      Arrays.setAll(ids, i -> i);
    }
    float[] vectors = new float[count * DIMENSION];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    table.upsert(table.newBatch().longs("id", ids).vectors("v", vectors).build());
  }
}
