package dev.pilum;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Two tables whose plans have something to choose from: one of a single segment, and one of two
 * segments, dead rows, nulls and rows in memory.
 */
final class PlanTables implements AutoCloseable {
  static final int ROWS = 4_500;
  static final int DIMENSION = 8;
  private static final int SEGMENT = 1_500;
  private static final int IN_MEMORY = 40;
  private static final int INDEXED = 20_000;

  private static final String[] WORDS = {"graph", "walk", "index", "row", "segment", "vector"};

  static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("lang", Types.utf8())
          .field("year", Types.int32())
          .text("body")
          .vector("v", DIMENSION, Metric.L2)
          .bits("b", 64)
          .multivector("tokens", DIMENSION, Metric.COSINE)
          .build();

  private final TestDatabase database;

  /** Fills both tables. */
  PlanTables(Path folder) {
    database = new TestDatabase(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000));
    Table single = database.get().createTable("single", SCHEMA);
    single.add(rows(0, ROWS, -1));
    single.flush();
    single.awaitUpkeep();
    Table several = database.get().createTable("several", SCHEMA);
    for (int from = 0; from < 2 * SEGMENT; from += SEGMENT) {
      several.add(rows(from, from + SEGMENT, 99));
      several.flush();
      several.awaitUpkeep();
    }
    fillIndexed();
    several.delete(7L);
    several.delete(8L);
    several.upsert(rows(2 * SEGMENT - 1, 2 * SEGMENT + IN_MEMORY, 99));
  }

  private void fillIndexed() {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("lang", Types.utf8())
            .field("year", Types.int32())
            .field("tags", Types.list(Types.utf8()))
            .build();
    Table indexed = database.get().createTable("indexed", schema);
    List<Map<String, Object>> rows = new ArrayList<>(INDEXED);
    for (int i = 0; i < INDEXED; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("id", (long) i);
      row.put("lang", "l" + i % 40);
      row.put("year", 1_500 + i % 500);
      row.put("tags", List.of("t" + i % 100, "u" + i % 7));
      rows.add(row);
    }
    indexed.add(rows);
    indexed.flush();
    indexed.createIndex("lang", ScalarIndex.BITMAP);
    indexed.createIndex("year", ScalarIndex.ORDERED);
    indexed.createIndex("tags", ScalarIndex.LABEL_LIST);
    indexed.awaitUpkeep();
  }

  /** Returns a table of one segment with an index of each kind: lang, year and tags have one. */
  Table indexed() {
    return database.table("indexed");
  }

  /** Returns the table of one segment. */
  Table single() {
    return database.table("single");
  }

  /** Returns the table of several sources. */
  Table several() {
    return database.table("several");
  }

  /** Returns a vector near some rows. */
  static float[] query() {
    return vector(1_000_000);
  }

  static float[] vector(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom center = new SplittableRandom(Math.floorMod(seed, 20) + 77);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (center.nextGaussian() + 0.3 * random.nextGaussian());
    }
    return vector;
  }

  /** Returns the bits of a row, packed. */
  static byte[] bits(long seed) {
    byte[] bits = new byte[8];
    new SplittableRandom(seed + 5).nextBytes(bits);
    bits[0] = (byte) (seed % 8);
    return bits;
  }

  /** Returns rows of which every hundredth has no vector: that with this rest, or none. */
  private static List<Map<String, Object>> rows(int from, int to, int withoutVector) {
    List<Map<String, Object>> rows = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("id", (long) i);
      row.put("lang", i % 10 == 0 ? null : i % 2 == 0 ? "en" : "zh");
      row.put("year", 2_000 + i % 25);
      row.put("body", WORDS[i % WORDS.length] + " " + WORDS[i / WORDS.length % WORDS.length]);
      row.put("v", i % 100 == withoutVector ? null : vector(i));
      row.put("b", bits(i));
      row.put("tokens", List.of(vector(i), vector(i + 50_000)));
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() {
    database.close();
  }
}
