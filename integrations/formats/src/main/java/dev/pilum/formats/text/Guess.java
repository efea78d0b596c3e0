package dev.pilum.formats.text;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
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
  /** Numbers side by side that are fewer are no vector. */
  int LEAST_DIMENSION = 2;

  /** Only nulls. */
  record Nothing() implements Guess {}

  /** A type without parts. */
  record Scalar(Kind kind) implements Guess {}

  /**
   * Arrays of scalars.
   *
   * @param element what each holds
   * @param length how many elements all of them have, or {@link #VARYING}
   * @param holes whether any of the elements is null: no coordinate can be, nor any vector of a
   *     list
   */
  record Array(Guess element, int length, boolean holes) implements Guess {
    /** Stands for lengths that differ. */
    static final int VARYING = -1;

    private Array widenedBy(Array other) {
      return new Array(
          element.widenedBy(other.element),
          length == other.length ? length : VARYING,
          holes || other.holes);
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
    /** A day. */
    DATE,
    /** A point in time without a zone, of whole microseconds. */
    TIMESTAMP,
    /** A point in time with a zone, of whole microseconds. */
    INSTANT,
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
      case java.math.BigDecimal d -> new Scalar(Kind.FLOAT64);
      case String text -> ofText(text);
      case CsvCell cell -> ofCell(cell);
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
            case DATE -> Types.date();
            case TIMESTAMP -> Types.timestamp();
            case INSTANT -> Types.timestamp("UTC");
            case TEXT -> Types.utf8();
          };
      case Array(Guess element, int length, boolean holes) ->
          Types.list(holes && element.isNested() ? Types.utf8() : element.elementType());
      case Struct(Map<String, Guess> fields) -> structOf(fields);
    };
  }

  /** Returns the type for this guess inside a list: arrays of one length are vectors there. */
  private DataType elementType() {
    DataType.Vector vector = vector();
    return vector != null ? vector : isNested() ? Types.utf8() : type();
  }

  /** Returns the vectors that these values can be, numbers of one length, or {@code null}. */
  default DataType.@Nullable Vector vector() {
    return this instanceof Array(Guess element, int length, boolean holes)
            && !holes
            && element.isNumber()
            && length >= LEAST_DIMENSION
            && length <= DataType.Vector.MAX_DIMENSION
        ? new DataType.Vector(DataType.Vector.Element.FLOAT32, length)
        : null;
  }

  private boolean isNested() {
    return this instanceof Array || this instanceof Struct;
  }

  /** Returns whether all values are numbers. */
  default boolean isNumber() {
    return this instanceof Scalar(Kind kind) && (kind == Kind.INT64 || kind == Kind.FLOAT64);
  }

  private static Guess ofList(List<?> list) {
    Guess element = new Nothing();
    boolean holes = false;
    for (Object value : list) {
      Guess next = of(value);
      holes |= next instanceof Nothing;
      boolean numbers = next instanceof Array inner && inner.element.isNumber();
      element = element.widenedBy(next.isNested() && !numbers ? text() : next);
    }
    return new Array(element, list.size(), holes);
  }

  private static Guess ofText(String text) {
    Kind moment = Moments.kindOf(text);
    return moment == null ? text() : new Scalar(moment);
  }

  private static Guess ofCell(CsvCell cell) {
    return cell.quoted() && !cell.text().startsWith("[") ? text() : of(cell.look());
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
            .map(entry -> Field.of(ForeignName.of(entry.getKey()), entry.getValue().type()))
            .toArray(Field[]::new);
    return Types.struct(fields);
  }
}
