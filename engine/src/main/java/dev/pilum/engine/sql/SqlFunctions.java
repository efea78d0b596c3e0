package dev.pilum.engine.sql;

import dev.pilum.filter.Function;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of functions in SQL text, those that DataFusion, PostgreSQL and DuckDB have in common. */
final class SqlFunctions {
  /** Names that give conditions; {@link SqlTranslator} turns each into another filter. */
  static final List<String> CONDITIONS =
      List.of(
          "starts_with",
          "ends_with",
          "contains",
          "regexp_like",
          "regexp_match",
          "array_has",
          "array_contains",
          "list_contains",
          "array_has_any",
          "array_has_all");

  /** Other names of functions. */
  private static final List<String> ALIASES =
      List.of(
          "char_length",
          "character_length",
          "substr",
          "btrim",
          "ceiling",
          "pow",
          "extract",
          "datetrunc",
          "datepart",
          "cardinality",
          "list_length",
          "year",
          "month",
          "day",
          "hour",
          "minute",
          "second");

  private SqlFunctions() {}

  /** Returns the function of this name, or {@code null}. */
  static @Nullable Function named(String name) {
    return switch (name) {
      case "lower" -> Function.LOWER;
      case "upper" -> Function.UPPER;
      case "trim", "btrim" -> Function.TRIM;
      case "ltrim" -> Function.LTRIM;
      case "rtrim" -> Function.RTRIM;
      case "length", "char_length", "character_length" -> Function.LENGTH;
      case "octet_length" -> Function.OCTET_LENGTH;
      case "substr", "substring" -> Function.SUBSTRING;
      case "concat" -> Function.CONCAT;
      case "replace" -> Function.REPLACE;
      case "negate" -> Function.NEGATE;
      case "abs" -> Function.ABS;
      case "round" -> Function.ROUND;
      case "floor" -> Function.FLOOR;
      case "ceil", "ceiling" -> Function.CEIL;
      case "trunc" -> Function.TRUNC;
      case "sqrt" -> Function.SQRT;
      case "power", "pow" -> Function.POWER;
      case "coalesce" -> Function.COALESCE;
      case "nullif" -> Function.NULLIF;
      case "date_part", "datepart", "extract" -> Function.DATE_PART;
      case "date_trunc", "datetrunc" -> Function.DATE_TRUNC;
      case "array_length", "list_length", "cardinality" -> Function.ARRAY_LENGTH;
      default -> null;
    };
  }

  /** Returns whether the name is a part of a date used as a function, as in {@code year(day)}. */
  static boolean isDatePart(String name) {
    return switch (name) {
      case "year", "month", "day", "hour", "minute", "second" -> true;
      default -> false;
    };
  }

  /** Returns every name there is. */
  static List<String> names() {
    List<String> names = new java.util.ArrayList<>(CONDITIONS);
    names.addAll(ALIASES);
    for (Function function : Function.values()) {
      names.add(SqlPrinter.nameOf(function));
    }
    return names;
  }
}
