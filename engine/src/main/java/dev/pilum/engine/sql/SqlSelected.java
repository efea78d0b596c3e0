package dev.pilum.engine.sql;

import dev.pilum.Selected;
import dev.pilum.filter.Expression;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind SELECT: {@code year + 1 AS next}. */
public final class SqlSelected {
  /** What cannot be meant as anything but a column. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private SqlSelected() {}

  /**
   * Returns the value that a text names. Columns and fields of structs are called after themselves
   * unless the text says otherwise.
   *
   * @throws InvalidRequest with line and column when the text is no value of these columns, or one
   *     without a name
   */
  public static Selected parse(String text, Schema schema) {
    if (WORD.matcher(text).matches() && !schema.has(text)) {
      throw schema.unknownColumn(text);
    }
    SqlParse parse = SqlParse.item(text);
    Expression value = SqlTranslator.value(parse, SqlParameters.of(), schema);
    String name = parse.alias() == null ? ownName(value) : parse.alias();
    if (name == null) {
      throw new InvalidRequest(
          "'%s' is computed and needs a name; write '%s AS name'".formatted(text, text));
    }
    return Selected.as(name, value);
  }

  private static @Nullable String ownName(Expression value) {
    return switch (value) {
      case Expression.Column c -> c.name();
      case Expression.Member m -> m.field();
      default -> null;
    };
  }
}
