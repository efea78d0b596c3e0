package dev.pilum.storage.schema;

import org.jspecify.annotations.Nullable;

/**
 * A way to find rows by the value of a column without reading the column. Each kind has a file for
 * each segment; new rows are found without one. Filters say the same with and without.
 */
public enum ScalarIndex {
  /**
   * Rows in the order of their values: for columns with many different values, such as times,
   * numbers and names, compared in any way. 4 bytes a row.
   */
  ORDERED(1, "a scalar column"),
  /**
   * The rows of each value: for columns with few different values, such as a language or a state.
   * At most 2 bytes a row and some 40 a value, much less where few values are common.
   */
  BITMAP(2, "a scalar column"),
  /** The rows of each element of a list: for tags and labels, asked whether lists have them. */
  LABEL_LIST(3, "a list of scalars");

  private final int code;
  private final String fitting;

  ScalarIndex(int code, String fitting) {
    this.code = code;
    this.fitting = fitting;
  }

  /** Returns the number that stands for this kind on the disk. */
  public int code() {
    return code;
  }

  /** Returns the kind that a number stands for, or {@code null}. */
  public static @Nullable ScalarIndex ofCode(int code) {
    for (ScalarIndex kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }

  /** Returns whether columns of a type can have this index. */
  public boolean fits(DataType type) {
    return this == LABEL_LIST
        ? type instanceof DataType.ListOf(DataType element) && element.isScalar()
        : type.isScalar();
  }

  /** Returns which columns can have this index, in words. */
  public String fitting() {
    return fitting;
  }
}
