package dev.pilum.pgvector;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Function;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;

/**
 * Values of a row as SQL, as far as PostgreSQL computes exactly what Pilum does. It does not where
 * Pilum has null for what PostgreSQL refuses (overflow, division by zero, casts), nor where its
 * answer depends on the database's locale (upper and lower case).
 */
final class ValueSql {
  /** The table's name in every statement of a collection. */
  static final String ALIAS = "t";

  private final Schema schema;
  private final FilterSql filters;

  /**
   * A value.
   *
   * @param clause its SQL
   * @param type of what it gives
   */
  record Typed(Clause clause, DataType type) {}

  ValueSql(Schema schema, FilterSql filters) {
    this.schema = schema;
    this.filters = filters;
  }

  /** Returns a column's SQL. */
  static String column(String name) {
    return ALIAS + "." + Names.quote(name);
  }

  /** Returns the SQL of a value that is no constant. */
  Typed of(Expression value) {
    return switch (value) {
      case Expression.Column(String name) ->
          new Typed(Clause.of(column(name)), schema.field(name).type());
      case Expression.Truth(var condition) ->
          new Typed(filters.of(condition).within("(", ")"), Types.bool());
      case Expression.Call(var function, var arguments) -> call(function, arguments);
      case Expression.Literal l -> throw refused("a constant here");
      case Expression.Member m -> throw refused("a field of a struct");
      case Expression.Calculation c -> throw refused("a calculation");
      case Expression.Cast c -> throw refused("a cast");
    };
  }

  private Typed call(Function function, List<Expression> arguments) {
    return switch (function) {
      case LENGTH -> length(only(arguments));
      case OCTET_LENGTH -> function("octet_length", only(arguments), Types.int64());
      case ARRAY_LENGTH -> function("cardinality", only(arguments), Types.int64());
      case TRIM -> trimmed("btrim", arguments);
      case LTRIM -> trimmed("ltrim", arguments);
      case RTRIM -> trimmed("rtrim", arguments);
      case LOWER,
          UPPER,
          SUBSTRING,
          CONCAT,
          REPLACE,
          NEGATE,
          ABS,
          ROUND,
          FLOOR,
          CEIL,
          TRUNC,
          SQRT,
          POWER,
          COALESCE,
          NULLIF,
          DATE_PART,
          DATE_TRUNC ->
          throw refused(function.name().toLowerCase(java.util.Locale.ROOT) + "(...)");
    };
  }

  private Typed only(List<Expression> arguments) {
    if (arguments.size() != 1) {
      throw new InvalidRequest("the function takes one value, got " + arguments.size());
    }
    return of(arguments.getFirst());
  }

  private static Typed length(Typed value) {
    boolean text = value.type() instanceof DataType.Utf8;
    return function(text ? "char_length" : "octet_length", value, Types.int64());
  }

  private Typed trimmed(String name, List<Expression> arguments) {
    Typed value = only(arguments);
    if (!(value.type() instanceof DataType.Utf8)) {
      throw new InvalidRequest("only text can be trimmed, not " + value.type().describe());
    }
    return new Typed(value.clause().within(name + "(", ", ' ')"), value.type());
  }

  private static Typed function(String name, Typed value, DataType result) {
    boolean fits =
        name.equals("cardinality")
            ? value.type() instanceof DataType.ListOf
            : value.type() instanceof DataType.Utf8 || value.type() instanceof DataType.Binary;
    if (!fits) {
      throw new InvalidRequest(name + " is not for " + value.type().describe());
    }
    return new Typed(value.clause().within(name + "(", ")"), result);
  }

  /** Returns the error for what is not translated. */
  static InvalidRequest refused(String what) {
    return new InvalidRequest(
        "the pgvector backend does not ask PostgreSQL for "
            + what
            + ", which it may answer otherwise than Pilum; compare columns with constants");
  }
}
