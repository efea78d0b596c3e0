package dev.pilum.cli.life;

import dev.pilum.Row;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Something that an agent remembers: a row of the tables that are measured.
 *
 * @param id the key
 * @param kind one of a few
 * @param hour when it was remembered
 * @param words a few words, divided by blanks
 * @param vector what they mean
 */
record Memory(long id, String kind, int hour, String words, float[] vector) {
  static final String ID = "id";
  static final String KIND = "kind";
  static final String HOUR = "hour";
  static final String WORDS = "words";
  static final String VECTOR = "embedding";

  static Schema schema(int dimension) {
    return Schema.builder()
        .key(ID, Types.int64())
        .field(KIND, Types.utf8())
        .field(HOUR, Types.int32())
        .text(WORDS)
        .vector(VECTOR, dimension, Metric.L2)
        .build();
  }

  Row row() {
    return Row.of(ID, id, KIND, kind, HOUR, hour, WORDS, words, VECTOR, vector);
  }

  /** Returns how many bytes its values have. */
  long sizeBytes() {
    int texts = (kind + words).getBytes(StandardCharsets.UTF_8).length;
    return Long.BYTES + Integer.BYTES + texts + (long) Float.BYTES * vector.length;
  }

  /** Returns whether a row that was read is this. */
  boolean is(Row row) {
    return row.get(ID) instanceof Long key
        && key == id
        && kind.equals(row.text(KIND))
        && row.get(HOUR) instanceof Integer when
        && when == hour
        && words.equals(row.text(WORDS))
        && Arrays.equals(vector, row.vector(VECTOR));
  }

  boolean has(String word) {
    return Arrays.asList(words.split(" ")).contains(word);
  }

  /** Returns the square of the distance to another. */
  double distanceTo(float[] other) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      double difference = (double) vector[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }
}
