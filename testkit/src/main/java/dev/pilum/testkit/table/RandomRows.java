package dev.pilum.testkit.table;

import static dev.pilum.testkit.table.Columns.BITS;
import static dev.pilum.testkit.table.Columns.BODY;
import static dev.pilum.testkit.table.Columns.DIMENSION;
import static dev.pilum.testkit.table.Columns.KEY;
import static dev.pilum.testkit.table.Columns.MAX_TOKENS;
import static dev.pilum.testkit.table.Columns.NUMBER;
import static dev.pilum.testkit.table.Columns.NUMBERS;
import static dev.pilum.testkit.table.Columns.TAGS;
import static dev.pilum.testkit.table.Columns.TEXT;
import static dev.pilum.testkit.table.Columns.TOKENS;
import static dev.pilum.testkit.table.Columns.VECTOR;
import static dev.pilum.testkit.table.Columns.WORDS;

import dev.pilum.Row;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws rows, keys and values for the table of a workload. One thread at a time. */
final class RandomRows {
  private final Mix mix;
  private final boolean textKeys;
  private final SplittableRandom random;

  /** Apart, so that the other columns are the same with and without those that few tables have. */
  private final SplittableRandom extraRandom;

  RandomRows(Mix mix, SplittableRandom random, SplittableRandom extraRandom) {
    this.mix = mix;
    this.textKeys = mix.schema().field(KEY).type().equals(Types.utf8());
    this.random = random;
    this.extraRandom = extraRandom;
  }

  /** Returns a key that may or may not be there. */
  Object key() {
    long number = random.nextInt(mix.keys());
    return textKeys ? (Object) ("k" + number) : (Object) (number - mix.keys() / 2);
  }

  /** Returns keys, of which some may be the same. */
  List<Object> someKeys() {
    List<Object> some = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      some.add(key());
    }
    return some;
  }

  /** Returns a batch of rows, of which some may have the same key. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(mix.batchRows()); i >= 0; i--) {
      rows.add(row());
    }
    return rows;
  }

  /** Returns a row. */
  Row row() {
    Object key = key();
    Integer number = number();
    byte[] bits = number == null ? null : bits(number);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(KEY, key);
    values.put(NUMBER, number);
    values.put(TEXT, text());
    values.put(VECTOR, vector());
    values.put(BITS, bits);
    values.put(TAGS, tags(number));
    putExtras(values);
    return Row.copyOf(values);
  }

  private void putExtras(Map<String, @Nullable Object> values) {
    if (mix.schema().has(BODY)) {
      values.put(BODY, body());
    }
    if (mix.schema().has(TOKENS)) {
      values.put(TOKENS, extraRandom.nextInt(8) == 0 ? null : tokens(extraRandom));
    }
  }

  private @Nullable String body() {
    if (extraRandom.nextInt(8) == 0) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (int i = extraRandom.nextInt(6); i > 0; i--) {
      words.add(WORDS.get(extraRandom.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  /** Returns one to {@link Columns#MAX_TOKENS} vectors. */
  static List<float[]> tokens(SplittableRandom random) {
    List<float[]> tokens = new ArrayList<>();
    for (int i = random.nextInt(MAX_TOKENS); i >= 0; i--) {
      tokens.add(vector(random));
    }
    return tokens;
  }

  /** Returns 16 bits, few of them for small numbers, so that many rows are equally far apart. */
  static byte[] bits(int number) {
    return new byte[] {(byte) number, (byte) (number * number)};
  }

  /** Returns other values for some columns of a row. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new HashMap<>();
    switch (random.nextInt(4)) {
      case 0 -> values.put(TEXT, text());
      case 1 -> values.put(VECTOR, vector());
      case 2 -> {
        values.put(NUMBER, number());
        values.put(VECTOR, vector());
      }
      default -> values.put(NUMBER, number());
    }
    if (extraRandom.nextInt(3) == 0) {
      putExtras(values);
    }
    return values;
  }

  /** Returns some tags, so that a row's say what its number does. */
  private static @Nullable List<String> tags(@Nullable Integer number) {
    return number == null ? null : number % 5 == 0 ? List.of() : List.of("all", "n" + number % 5);
  }

  private @Nullable Integer number() {
    return random.nextInt(8) == 0 ? null : (Integer) random.nextInt(NUMBERS);
  }

  private @Nullable String text() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> "é".repeat(random.nextInt(60));
      default -> "t" + random.nextInt(NUMBERS);
    };
  }

  private float @Nullable [] vector() {
    return random.nextInt(8) == 0 ? null : vector(random);
  }

  /** Returns a vector of small whole numbers. */
  static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextInt(-2, 3);
    }
    return vector;
  }
}
