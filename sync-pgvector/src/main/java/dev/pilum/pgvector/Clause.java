package dev.pilum.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A part of an SQL statement with the values of its parameters, in the order of its question marks.
 *
 * @param sql names in quotes, no value of a caller in it
 * @param values as JDBC takes them
 */
record Clause(String sql, List<?> values) {
  Clause {
    values = List.copyOf(values);
  }

  static Clause of(String sql, Object... values) {
    return new Clause(sql, List.of(values));
  }

  /** Returns this one, {@code between}, and another. */
  Clause then(String between, Clause next) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(next.values);
    return new Clause(sql + between + next.sql, all);
  }

  /** Returns this one between two texts. */
  Clause within(String before, String after) {
    return new Clause(before + sql + after, values);
  }

  /** Returns all of them with a text between, in brackets; {@code none} where there are none. */
  static Clause joined(List<Clause> parts, String between, String none) {
    if (parts.isEmpty()) {
      return of(none);
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    StringJoiner sql = new StringJoiner(between, "(", ")");
    List<Object> all = new ArrayList<>();
    for (Clause part : parts) {
      sql.add(part.sql);
      all.addAll(part.values);
    }
    return new Clause(sql.toString(), all);
  }

  /** Returns the values as an array. */
  @Nullable Object[] parameters() {
    return values.toArray();
  }
}
