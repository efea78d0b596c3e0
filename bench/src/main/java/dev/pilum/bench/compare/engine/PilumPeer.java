package dev.pilum.bench.compare.engine;

import dev.pilum.Database;
import dev.pilum.HybridHit;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.TextHit;
import dev.pilum.bench.ann.engine.FolderSize;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pilum with its defaults: every write forced. */
public final class PilumPeer implements Engine {
  private static final String TABLE = "docs";
  private static final String KEY = "key";
  private static final String BUCKET = "bucket";
  private static final String BODY = "body";
  private static final String VECTOR = "embedding";

  /** From so many rows on, they are handed over as columns. */
  private static final int COLUMNS_FROM = 1_000;

  /** Candidates of each leg of a hybrid search, by default. */
  private static final int CANDIDATES = 100;

  @Override
  public String name() {
    return "pilum";
  }

  @Override
  public About about() {
    return new About(
        LibraryVersion.of(Database.class),
        "defaults of Database.open; key, ordered index on the filter's column, English text;"
            + " batches of 1,000 rows and more as columns");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) {
    Schema schema =
        Schema.builder()
            .key(KEY, Types.int64())
            .field(BUCKET, Types.int32())
            .text(BODY)
            .vector(VECTOR, dimension, Metric.COSINE)
            .build();
    Database database = Database.open(folder);
    Table table = database.createTable(TABLE, schema);
    table.createIndex(BUCKET, ScalarIndex.ORDERED);
    return new Rows(folder, database, table);
  }

  @Override
  public Store open(Path folder, int dimension) {
    Database database = Database.open(folder);
    return new Rows(folder, database, database.openTable(TABLE));
  }

  private static final class Rows extends CallByCall {
    private final Path folder;
    private final Database database;
    private final Table table;

    Rows(Path folder, Database database, Table table) {
      this.folder = folder;
      this.database = database;
      this.table = table;
    }

    @Override
    void insert(List<Doc> docs) {
      if (docs.size() < COLUMNS_FROM) {
        table.add(rows(docs));
      } else {
        table.add(columns(docs));
      }
    }

    @Override
    void upsert(List<Doc> docs) {
      table.upsert(rows(docs));
    }

    private static List<Row> rows(List<Doc> docs) {
      List<Row> rows = new ArrayList<>(docs.size());
      for (Doc doc : docs) {
        rows.add(
            Row.of(
                KEY,
                (long) doc.key(),
                BUCKET,
                doc.bucket(),
                BODY,
                doc.body(),
                VECTOR,
                doc.vector()));
      }
      return rows;
    }

    private dev.pilum.Batch columns(List<Doc> docs) {
      int dimension = docs.getFirst().vector().length;
      long[] keys = new long[docs.size()];
      int[] buckets = new int[docs.size()];
      String[] bodies = new String[docs.size()];
      float[] coordinates = new float[docs.size() * dimension];
      for (int i = 0; i < keys.length; i++) {
        Doc doc = docs.get(i);
        keys[i] = doc.key();
        buckets[i] = doc.bucket();
        bodies[i] = doc.body();
        System.arraycopy(doc.vector(), 0, coordinates, i * dimension, dimension);
      }
      return table
          .newBatch()
          .longs(KEY, keys)
          .ints(BUCKET, buckets)
          .strings(BODY, bodies)
          .vectors(VECTOR, coordinates)
          .build();
    }

    @Override
    void move(int key, int bucket) {
      table.update((long) key, Map.of(BUCKET, bucket));
    }

    @Override
    void delete(int key) {
      table.delete((long) key);
    }

    @Override
    int[] get(int key) {
      Row row = table.get((long) key);
      return row == null
          ? new int[0]
          : new int[] {
            number(row, BUCKET),
            row.get(BODY) instanceof String body ? body.length() : -1,
            row.get(VECTOR) instanceof float[] vector ? vector.length : -1
          };
    }

    @Override
    boolean exists(int key) {
      return table.exists((long) key);
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) {
      Search search = table.search(VECTOR, query).limit(limit).ef(breadth).select(KEY);
      return keys(
          (below < Work.ALL ? search.where("bucket < ?", below) : search)
              .hits().stream().map(hit -> hit.row()).toList());
    }

    @Override
    int[] text(String words, int limit) {
      return keys(
          table.searchText(BODY, words).limit(limit).select(KEY).hits().stream()
              .map(TextHit::row)
              .toList());
    }

    @Override
    int[] hybrid(float[] query, String words, int limit, int breadth) {
      // Up to here hybrid searches walk as far by themselves; beyond, as far as others do.
      Search search = table.search(VECTOR, query);
      Search wide = breadth > CANDIDATES ? search.ef(breadth) : search;
      return keys(
          wide.text(BODY, words).limit(limit).select(KEY).hits().stream()
              .map(HybridHit::row)
              .toList());
    }

    private static int[] keys(List<Row> rows) {
      return rows.stream().mapToInt(row -> number(row, KEY)).toArray();
    }

    private static int number(Row row, String column) {
      @Nullable Object value = row.get(column);
      return value instanceof Number number ? number.intValue() : -1;
    }

    @Override
    public void settle() {
      table.optimize();
    }

    @Override
    public long count() {
      return table.count();
    }

    @Override
    public long diskBytes() throws IOException {
      table.awaitUpkeep();
      return FolderSize.bytes(folder);
    }

    @Override
    public long bytesOutsideHeap() throws IOException {
      return MappedBytes.below(folder);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
