package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Turns a filter into a {@link Condition}, checking it on the way. */
final class FilterCompiler {
  /**
   * Deep enough for any hand-written filter, and far from overflowing the stack of a small thread.
   */
  static final int MAX_DEPTH = 200;

  /** A list of this size takes a few megabytes; a larger one wants a join, not a filter. */
  static final int MAX_LIST = 100_000;

  private final Schema schema;

  FilterCompiler(Schema schema) {
    this.schema = schema;
  }

  Condition compile(Filter filter) {
    return compile(filter, 1);
  }

  private Condition compile(Filter filter, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidRequest(
          "the filter is nested more than "
              + MAX_DEPTH
              + " deep; join many conditions by all(...), any(...) or in(...)");
    }
    return switch (filter) {
      case Filter.Compare c -> compare(scalar(c.column()), c.operator(), c.value());
      case Filter.In i -> in(scalar(i.column()), i.values());
      case Filter.Like l -> like(schema.field(l.column()), l.pattern());
      case Filter.IsNull n -> new Condition.Missing(schema.field(n.column()).name());
      case Filter.And a -> new Condition.All(compileEach(a.parts(), depth + 1));
      case Filter.Or o -> new Condition.Any(compileEach(o.parts(), depth + 1));
      case Filter.Not n -> new Condition.Opposite(compile(n.part(), depth + 1));
    };
  }

  private List<Condition> compileEach(List<Filter> parts, int depth) {
    List<Condition> conditions = new ArrayList<>(parts.size());
    for (Filter part : parts) {
      conditions.add(compile(part, depth));
    }
    return List.copyOf(conditions);
  }

  private static Condition compare(Field field, Operator operator, Object value) {
    // What is not equal is what is neither equal nor unknown: one range of keys fewer to think
    // about.
    return operator == Operator.NOT_EQUAL
        ? new Condition.Opposite(
            new Condition.OnColumn(field.name(), ColumnTests.compare(field, Operator.EQUAL, value)))
        : new Condition.OnColumn(field.name(), ColumnTests.compare(field, operator, value));
  }

  private static Condition in(Field field, List<?> values) {
    if (values.size() > MAX_LIST) {
      throw new InvalidRequest(
          "column '%s' is compared with a list of %d values; at most %d"
              .formatted(field.name(), values.size(), MAX_LIST));
    }
    return values.isEmpty()
        ? new Condition.Any(List.of())
        : new Condition.OnColumn(field.name(), ColumnTests.in(field, values));
  }

  private static Condition like(Field field, String pattern) {
    if (!(field.type() instanceof DataType.Utf8)) {
      throw new InvalidRequest(
          "column '%s' of type %s cannot be matched with LIKE '%s'; only utf8 can"
              .formatted(field.name(), field.type().describe(), pattern));
    }
    return new Condition.OnColumn(field.name(), LikePattern.of(pattern));
  }

  private Field scalar(String column) {
    Field field = schema.field(column);
    if (!field.type().isScalar()) {
      throw new InvalidRequest(
          "column '%s' of type %s cannot be compared in a filter, only asked whether it is null"
              .formatted(field.name(), field.type().describe()));
    }
    return field;
  }
}
