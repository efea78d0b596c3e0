package dev.pilum.engine.db;

import dev.pilum.Duplicates;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.read.LiveMatches;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are duplicates of each other, and what becomes of them.
 *
 * @param policy what becomes of them
 * @param columns rows that have equal values in all of these are duplicates
 */
record DuplicateRule(Duplicates policy, List<String> columns) {
  DuplicateRule {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new InvalidRequest("name the columns whose values make rows duplicates");
    }
  }

  /** Returns the rule once it is known to fit the columns. */
  DuplicateRule checked(Schema schema) {
    for (String column : columns) {
      Field field = schema.field(column);
      if (!hasPlainValues(field.type())) {
        throw new InvalidRequest(
            "column '%s' has type %s; duplicates are told by integers, text, UUIDs, dates or booleans%s"
                .formatted(column, field.type().describe(), hint(field)));
      }
    }
    return this;
  }

  private static String hint(Field field) {
    return field.embedding() == null
        ? ""
        : "; name what it is made of: " + String.join(", ", field.embedding().sources());
  }

  private static boolean hasPlainValues(DataType type) {
    return switch (type) {
      case DataType.Int i -> true;
      case DataType.Utf8 u -> true;
      case DataType.Uuid u -> true;
      case DataType.Date d -> true;
      case DataType.Bool b -> true;
      case DataType.FloatingPoint f -> false;
      case DataType.Decimal d -> false;
      case DataType.Binary b -> false;
      case DataType.Time t -> false;
      case DataType.Timestamp t -> false;
      case DataType.ListOf l -> false;
      case DataType.Struct s -> false;
      case DataType.Vector v -> false;
    };
  }

  /** Returns the values of a row, or {@code null} when one is missing. */
  @Nullable List<Object> values(RecordBatch rows, int row) {
    List<Object> values = new ArrayList<>(columns.size());
    for (String name : columns) {
      Column column = rows.column(name);
      Object value = RowReader.value(column, row);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /**
   * Has {@code found} told of all live rows that have some of {@code values}, and perhaps others.
   */
  void find(TableView view, Set<List<Object>> values, Found found) {
    if (values.isEmpty()) {
      return;
    }
    FilterEvaluator filter = FilterEvaluator.of(anyOf(values), view.schema());
    LiveMatches.forEach(view, filter, () -> {}, (_, source, ordinal) -> found.row(source, ordinal));
  }

  /** Takes rows. */
  @FunctionalInterface
  interface Found {
    void row(SourceView source, int ordinal);
  }

  private Filter anyOf(Set<List<Object>> values) {
    List<Filter> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Set<Object> distinct = new LinkedHashSet<>();
      for (List<Object> row : values) {
        distinct.add(row.get(i));
      }
      parts.add(new Filter.In(new Expression.Column(columns.get(i)), List.copyOf(distinct)));
    }
    return new Filter.And(parts);
  }
}
