package dev.pilum.bench.ann.engine;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.IndexOptions;
import dev.pilum.IndexOptions.Codes;
import dev.pilum.Table;
import dev.pilum.TableStats.SegmentStats;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pilum as its users have it: a table on disk with forced writes, its rows added in batches, closed
 * and opened again, searched through {@link Table#search}.
 */
public final class PilumEngine implements AnnEngine {
  private static final int BATCH = 4_096;
  private static final String TABLE = "vectors";
  private static final String VECTOR = "vector";
  private static final String NUMBER = "number";

  private final DatabaseOptions options;

  /**
   * With the defaults, but these codes, and graphs also for tables so small that they would be
   * searched exactly.
   */
  public PilumEngine(int graphMinimumRows, Codes codes) {
    this.options =
        DatabaseOptions.DEFAULT
            .withGraphMinimumRows(graphMinimumRows)
            .withIndex(IndexOptions.DEFAULT.withCodes(codes));
  }

  @Override
  public String name() {
    return "pilum";
  }

  /** Returns the codes that its graphs are built with. */
  @Override
  public String codes() {
    return options.index().codes().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String describe() {
    return "table on disk, reopened; Vector API; Table.search(...).ef(ef).select(number).hits()";
  }

  @Override
  public void build(Path folder, VectorSet vectors) {
    Schema schema =
        Schema.builder()
            .field(NUMBER, Types.int32())
            .vector(VECTOR, vectors.dimension(), vectors.metric())
            .build();
    try (Database db = Database.open(folder, options)) {
      Table table = db.createTable(TABLE, schema);
      for (int from = 0; from < vectors.rows().length; from += BATCH) {
        add(table, vectors, from, Math.min(vectors.rows().length, from + BATCH));
      }
      table.optimize();
    }
  }

  private static void add(Table table, VectorSet vectors, int from, int to) {
    int dimension = vectors.dimension();
    int[] numbers = new int[to - from];
    float[] coordinates = new float[numbers.length * dimension];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from + i;
      System.arraycopy(vectors.rows()[from + i], 0, coordinates, i * dimension, dimension);
    }
    table.add(table.newBatch().ints(NUMBER, numbers).vectors(VECTOR, coordinates).build());
  }

  @Override
  public AnnIndex open(Path folder) {
    Database db = Database.open(folder, options);
    Table table = db.openTable(TABLE);
    return new AnnIndex() {
      @Override
      public AnnSearcher newSearcher() {
        return (query, ef) ->
            numbers(table.search(VECTOR, query).limit(K).ef(ef).select(NUMBER).hits());
      }

      @Override
      public long indexBytes() {
        return table.stats().segments().stream().mapToLong(SegmentStats::indexBytes).sum();
      }

      @Override
      public void close() {
        db.close();
      }
    };
  }

  private static int[] numbers(List<Hit> hits) {
    int[] numbers = new int[hits.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = hits.get(i).row().get(NUMBER) instanceof Number number ? number.intValue() : -1;
    }
    return numbers;
  }
}
