package dev.pilum.formats.text;

import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the values of a text's columns amount to, and so their types. One thread at a time. */
final class Survey {
  private final FormatOptions options;
  private final Map<String, Guess> columns = new LinkedHashMap<>();
  private final Map<String, DataType> given = new HashMap<>();

  Survey(FormatOptions options) {
    this.options = options;
  }

  /** Learns from a row, about columns whose types are not given. */
  void add(LooseRow row) {
    row.values()
        .forEach((name, value) -> {
          if (!columns.containsKey(name)) {
            meet(name);
          }
          if (!given.containsKey(name)) {
            columns.merge(name, Guess.of(value), Guess::widenedBy);
          }
        });
  }

  private void meet(String name) {
    columns.put(name, new Guess.Nothing());
    DataType type = options.types().get(ForeignName.of(name));
    if (type != null) {
      given.put(name, type);
    }
  }

  /**
   * Returns what is wrong with a row, all columns of which have been met: a value of another type
   * than the one that its column is given; or {@code null}.
   */
  @Nullable String flaw(LooseRow row) {
    for (Map.Entry<String, DataType> column : given.entrySet()) {
      try {
        Fitting.fit(column.getValue(), row.values().get(column.getKey()));
      } catch (InvalidRequest e) {
        return "column '%s': %s".formatted(column.getKey(), e.getMessage());
      }
    }
    return null;
  }

  /**
   * Returns the columns by the name that the file gives them, in order of first appearance.
   *
   * @throws InvalidRequest when two of them would have the same name in a table
   */
  Map<String, Field> fields() {
    Map<String, String> taken = new HashMap<>();
    Map<String, Field> fields = new LinkedHashMap<>();
    columns.forEach((name, guess) -> {
      String clean = ForeignName.of(name);
      String other = taken.put(clean, name);
      if (other != null) {
        throw new InvalidRequest(
            "columns '%s' and '%s' would both be named '%s'; rename one"
                .formatted(other, name, clean));
      }
      fields.put(name, Field.of(clean, type(name, clean, guess)));
    });
    return fields;
  }

  /** Returns what to tell of columns that get other names. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (String name : columns.keySet()) {
      if (!ForeignName.of(name).equals(name)) {
        notes.add("column '%s' becomes '%s'".formatted(name, ForeignName.of(name)));
      }
    }
    return notes;
  }

  private DataType type(String name, String clean, Guess guess) {
    DataType given = options.types().get(clean);
    if (given != null) {
      return given;
    }
    if (name.equals(options.vectorColumn()) || clean.equals(options.vectorColumn())) {
      return vectors(dimension(name, guess));
    }
    DataType.Vector vector = guess.vector();
    boolean key = name.equals(options.key()) || clean.equals(options.key());
    return vector == null || key ? guess.type() : vectors(vector.dimension());
  }

  /** Zeros and ones become bits where bits are what is measured. */
  private DataType vectors(int dimension) {
    Element element = options.metric() == Metric.HAMMING ? Element.BIT : Element.FLOAT32;
    return new DataType.Vector(element, dimension);
  }

  private static int dimension(String name, Guess guess) {
    if (guess instanceof Guess.Array(Guess element, int length, boolean holes)
        && element.isNumber()
        && length > 0) {
      return length;
    }
    throw new InvalidRequest(
        "column '%s' does not hold number arrays of one length in every row; mend it, or leave --vector-column out and it becomes a list"
            .formatted(name));
  }
}
