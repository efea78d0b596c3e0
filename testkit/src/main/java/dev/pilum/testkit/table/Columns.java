package dev.pilum.testkit.table;

import dev.pilum.storage.schema.Field;
import java.util.List;

/**
 * The columns of the table that a {@link Workload} writes, by name, and how large their values are.
 */
public final class Columns {
  static final String KEY = "key";
  static final String NUMBER = "number";
  static final String TEXT = "text";
  static final String VECTOR = "vector";
  static final String BITS = "bits";
  static final String TAGS = "tags";

  /** The column of searched text, where there is one. */
  public static final String BODY = "body";

  /** The column of several vectors in each row, where there is one. */
  public static final String TOKENS = "tokens";

  /** What columns are called that come and go. */
  static final List<String> EXTRAS = List.of("x0", "x1", "x2", "x3");

  static final int DIMENSION = 4;

  static final int BIT_COUNT = 16;

  /** How many vectors a row has at most. */
  static final int MAX_TOKENS = 3;

  /** How many different numbers there are, from 0. */
  static final int NUMBERS = 20;

  /** What bodies are made of: few, so that most are found in many rows. */
  static final List<String> WORDS = List.of("graph", "walk", "row", "tree", "leaf");

  private Columns() {}

  /** Returns whether a column is one that comes and goes. */
  static boolean isExtra(Field field) {
    return EXTRAS.contains(field.name());
  }
}
