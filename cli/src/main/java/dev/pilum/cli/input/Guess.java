package dev.pilum.cli.input;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The types that values can have form a lattice. Nothing seen yet is at its bottom, text at its top, since everything can be written
 * as text; int64 lies below float64. A column's type is the least one above all its values: so a second pass over the same values
 * cannot meet one that does not fit, and one odd value in a million makes a column text rather than an error.
 */

/** What the values of a column seen so far amount to. */
sealed interface Guess {
  /** Only nulls. */
  record Nothing() implements Guess {}

  /** A type without parts. */
  record Scalar(Kind kind) implements Guess {}

  /**
   * Arrays of scalars.
   *
   * @param element what each holds
   * @param length how many elements all of them have, or {@link #VARYING}
   */
  record Array(Guess element, int length) implements Guess {
    /** Stands for lengths that differ. */
    static final int VARYING = -1;

    private Array widenedBy(Array other) {
      return new Array(element.widenedBy(other.element), length == other.length ? length : VARYING);
    }
  }

  /** Named values. */
  record Struct(Map<String, Guess> fields) implements Guess {}

  /** The scalar types that JSON and CSV values can have. */
  enum Kind {
    /** True or false. */
    BOOL,
    /** A whole number of at most 64 bits. */
    INT64,
    /** Any number. */
    FLOAT64,
    /** Text, and whatever fits nothing else, written as JSON. */
    TEXT
  }

  /** Returns the top of the lattice. */
  static Guess text() {
    return new Scalar(Kind.TEXT);
  }

  /** Returns the guess for one value. */
  static Guess of(@Nullable Object value) {
    return switch (value) {
      case null -> new Nothing();
      case Boolean b -> new Scalar(Kind.BOOL);
      case Long l -> new Scalar(Kind.INT64);
      case Double d -> new Scalar(Kind.FLOAT64);
      case List<?> list -> ofList(list);
      case Map<?, ?> object -> ofObject(object);
      default -> text();
    };
  }

  /** Returns the least guess that covers this one and {@code other}. */
  default Guess widenedBy(Guess other) {
    if (this instanceof Nothing || equals(other)) {
      return other;
    }
    return switch (other) {
      case Nothing n -> this;
      case Scalar s -> isNumber() && s.isNumber() ? new Scalar(Kind.FLOAT64) : text();
      case Array array -> this instanceof Array mine ? mine.widenedBy(array) : text();
      case Struct(Map<String, Guess> fields) ->
          this instanceof Struct(Map<String, Guess> mine) ? merged(mine, fields) : text();
    };
  }

  /** Returns the column type for this guess. */
  default DataType type() {
    return switch (this) {
      case Nothing n -> Types.utf8();
      case Scalar(Kind kind) ->
          switch (kind) {
            case BOOL -> Types.bool();
            case INT64 -> Types.int64();
            case FLOAT64 -> Types.float64();
            case TEXT -> Types.utf8();
          };
      case Array(Guess element, int length) -> Types.list(element.type());
      case Struct(Map<String, Guess> fields) -> structOf(fields);
    };
  }

  /** Returns whether all values are numbers. */
  default boolean isNumber() {
    return this instanceof Scalar(Kind kind) && (kind == Kind.INT64 || kind == Kind.FLOAT64);
  }

  private static Guess ofList(List<?> list) {
    Guess element = new Nothing();
    for (Object value : list) {
      Guess next = of(value);
      boolean nested = next instanceof Array || next instanceof Struct;
      element = element.widenedBy(nested ? text() : next);
    }
    return new Array(element, list.size());
  }

  private static Guess ofObject(Map<?, ?> object) {
    Map<String, Guess> fields = new LinkedHashMap<>();
    object.forEach((name, value) -> fields.put((String) name, of(value)));
    return new Struct(fields);
  }

  private static Guess merged(Map<String, Guess> mine, Map<String, Guess> others) {
    Map<String, Guess> fields = new LinkedHashMap<>(mine);
    others.forEach((name, guess) -> fields.merge(name, guess, Guess::widenedBy));
    return new Struct(fields);
  }

  private static DataType structOf(Map<String, Guess> guesses) {
    if (guesses.isEmpty()) {
      return Types.utf8();
    }
    Field[] fields =
        guesses.entrySet().stream()
            .map(entry -> Field.of(ColumnName.of(entry.getKey()), entry.getValue().type()))
            .toArray(Field[]::new);
    return Types.struct(fields);
  }
}
