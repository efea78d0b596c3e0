package dev.pilum;

import dev.pilum.filter.Expression;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the rows that a table has get in a column that is added ({@link Alteration#add}). */
public sealed interface Fill {
  /**
   * The same value everywhere.
   *
   * @param value as {@link Table#add} takes it, or {@code null}
   */
  record Constant(@Nullable Object value) implements Fill {}

  /**
   * A value computed from the other columns of the row, as they were before the change.
   *
   * @param value an expression; its values are converted to the column's type as those are that
   *     users write
   */
  record Computed(Expression value) implements Fill {}

  /**
   * Whatever a function says of some thousand rows at a time, which have their columns as they were
   * before the change.
   *
   * @param values returns as many values as it gets rows, as {@link Table#add} takes them; called
   *     by the thread that changes the table, for the last rows while writers wait: it must not use
   *     the table
   */
  record Batches(Function<List<Row>, ? extends List<? extends @Nullable Object>> values)
      implements Fill {}

  /** Returns no value. */
  static Fill nulls() {
    return new Constant(null);
  }

  /** Returns the same value everywhere. */
  static Fill value(Object value) {
    return new Constant(value);
  }

  /**
   * Returns values computed by SQL, such as {@code year / 10 * 10}.
   *
   * @param values for question marks, in order
   * @throws dev.pilum.storage.error.InvalidRequest when the text is no value
   */
  static Fill sql(String text, @Nullable Object... values) {
    return new Computed(Sql.value(text, values));
  }

  /** Returns values that a function computes of batches of rows. */
  static Fill batches(Function<List<Row>, ? extends List<? extends @Nullable Object>> values) {
    return new Batches(values);
  }
}
