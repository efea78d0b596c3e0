package dev.pilum.backend;

import dev.pilum.engine.filter.FilterSize;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;

/** Whether the columns that a query names are there. */
final class ColumnCheck {
  private final Schema schema;

  ColumnCheck(Schema schema) {
    this.schema = schema;
  }

  /** Refuses a filter that names a column there is not, or is too deep or too large to look at. */
  void check(Filter filter) {
    new Walk().check(filter, 1);
  }

  /** Refuses a value computed from a column there is not, or too deep or too large to look at. */
  void check(Expression value) {
    new Walk().check(value, 1);
  }

  /** Refuses a column that is to be returned and is not there. */
  void checkResult(String name) {
    schema.field(name);
  }

  /** Returns the type of a column of vectors. */
  DataType.Vector vector(String name) {
    if (schema.field(name).type() instanceof DataType.Vector vector) {
      return vector;
    }
    throw new InvalidRequest(
        "column '%s' has type %s, not vectors"
            .formatted(name, schema.field(name).type().describe()));
  }

  /** Refuses a column whose words are not searched. */
  void checkText(String name) {
    if (schema.field(name).textAnalysis() == null) {
      throw new InvalidRequest(
          "column '" + name + "' is not searched as text: make it with SchemaBuilder.text");
    }
  }

  /** Goes through one filter, no deeper than any backend would. */
  private final class Walk {
    private final FilterSize size = new FilterSize();

    private void check(Filter filter, int depth) {
      size.count(depth);
      int below = depth + 1;
      switch (filter) {
        case Filter.Compare(var left, var operator, var right) -> {
          check(left, below);
          check(right, below);
        }
        case Filter.In(var operand, var values) -> check(operand, below);
        case Filter.Like(var operand, var pattern, var letterCase) -> check(operand, below);
        case Filter.Matches(var operand, var regex, var letterCase) -> check(operand, below);
        case Filter.HasAny(var list, var values) -> check(list, below);
        case Filter.HasAll(var list, var values) -> check(list, below);
        case Filter.IsNull(var operand) -> check(operand, below);
        case Filter.And(var parts) -> parts.forEach(part -> check(part, below));
        case Filter.Or(var parts) -> parts.forEach(part -> check(part, below));
        case Filter.Not(var part) -> check(part, below);
      }
    }

    private void check(Expression value, int depth) {
      size.count(depth);
      int below = depth + 1;
      switch (value) {
        case Expression.Column(String name) -> checkFilter(name);
        case Expression.Member(var struct, var field) -> check(struct, below);
        case Expression.Literal literal -> {}
        case Expression.Calculation(var left, var operation, var right) -> {
          check(left, below);
          check(right, below);
        }
        case Expression.Call(var function, var arguments) ->
            arguments.forEach(argument -> check(argument, below));
        case Expression.Cast(var operand, var type) -> check(operand, below);
        case Expression.Truth(var condition) -> check(condition, below);
      }
    }
  }

  private void checkFilter(String name) {
    if (!schema.has(name)) {
      throw new InvalidRequest(
          "Unknown column '%s' in filter; did you mean '%s'? columns: %s"
              .formatted(
                  name, NearestName.of(name, schema.names()), String.join(", ", schema.names())));
    }
  }
}
