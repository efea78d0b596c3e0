package dev.pilum.bench;

import dev.pilum.Batch;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The data set "documents": rows of an id, a kind from 0 to 99, twenty words, of which the first of
 * 5,000 are frequent and the last are rare, and a vector in one of a thousand clusters. The same
 * calls give the same rows.
 */
final class GeneratedDocuments {
  static final String ID = "id";
  static final String KIND = "kind";
  static final String BODY = "body";
  static final String VECTOR = "vector";

  private static final int DIMENSION = 64;
  private static final int CLUSTERS = 1_000;
  private static final int WORDS = 5_000;
  private static final int WORDS_EACH = 20;
  private static final int BATCH = 5_000;
  private static final long SEED = 0x5EED;

  private GeneratedDocuments() {}

  /** Returns the columns. */
  static Schema schema() {
    return Schema.builder()
        .key(ID, Types.int64())
        .field(KIND, Types.int32())
        .text(BODY, "english")
        .vector(VECTOR, DIMENSION, Metric.COSINE)
        .build();
  }

  /** Adds the documents from {@code from} to {@code to}, a batch at a time. */
  static void add(Table table, int from, int to) {
    for (int first = from; first < to; first += BATCH) {
      table.upsert(batch(table, first, Math.min(to, first + BATCH)));
    }
  }

  private static Batch batch(Table table, int from, int to) {
    float[][] vectors = vectors(to - from, from);
    float[] coordinates = new float[vectors.length * DIMENSION];
    long[] ids = new long[vectors.length];
    int[] kinds = new int[vectors.length];
    List<String> bodies = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      ids[i] = (long) from + i;
      kinds[i] = (from + i) % 100;
      bodies.add(words(from + i, WORDS_EACH));
      System.arraycopy(vectors[i], 0, coordinates, i * DIMENSION, DIMENSION);
    }
    return table
        .newBatch()
        .longs(ID, ids)
        .ints(KIND, kinds)
        .values(BODY, bodies)
        .vectors(VECTOR, coordinates)
        .build();
  }

  /** Returns a document to put in place of that number: the same but for its vector. */
  static Row row(int number) {
    return Row.of(
        ID,
        (long) number,
        KIND,
        number % 100,
        BODY,
        words(number, WORDS_EACH),
        VECTOR,
        vectors(1, number)[0]);
  }

  /** Returns vectors as the documents from {@code number} on have, or queries like them. */
  static float[][] vectors(int count, int number) {
    return ClusteredVectors.rows(count, DIMENSION, CLUSTERS, SEED + number);
  }

  /** Returns words, drawn for this number. */
  static String words(int number, int count) {
    SplittableRandom random = new SplittableRandom(SEED ^ number * 0x9E3779B97F4A7C15L);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      double draw = random.nextDouble();
      words.append(i == 0 ? "" : " ").append("word").append((int) (WORDS * draw * draw * draw));
    }
    return words.toString();
  }
}
