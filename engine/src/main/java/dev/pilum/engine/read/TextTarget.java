package dev.pilum.engine.read;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text search looks for.
 *
 * @param query where each part says in which columns it looks
 */
record TextTarget(TextQuery query) {
  /**
   * Checks the columns and fills in all text columns where none is named.
   *
   * @param texts the text columns of {@code schema}
   */
  static TextTarget of(Schema schema, List<TextColumn> texts, TextQuery query) {
    if (texts.isEmpty()) {
      throw new InvalidRequest(
          "the table has no text columns; make some with SchemaBuilder.text, columns: "
              + String.join(", ", schema.names()));
    }
    List<Column> all = new ArrayList<>(texts.size());
    for (TextColumn column : texts) {
      all.add(Column.of(column.column()));
    }
    TextQuery placed = query.in(all);
    check(schema, texts, placed);
    return new TextTarget(placed);
  }

  private static void check(Schema schema, List<TextColumn> texts, TextQuery query) {
    switch (query) {
      case TextQuery.Match m -> checkAll(schema, texts, m.columns());
      case TextQuery.Phrase p -> checkAll(schema, texts, p.columns());
      case TextQuery.Prefix p -> checkAll(schema, texts, p.columns());
      case TextQuery.Fuzzy f -> checkAll(schema, texts, f.columns());
      case TextQuery.Boost b -> check(schema, texts, b.query());
      case TextQuery.Bool b -> {
        b.must().forEach(part -> check(schema, texts, part));
        b.should().forEach(part -> check(schema, texts, part));
        b.mustNot().forEach(part -> check(schema, texts, part));
      }
    }
  }

  private static void checkAll(Schema schema, List<TextColumn> texts, List<Column> columns) {
    for (Column column : columns) {
      if (!isAmong(texts, column.name())) {
        check(schema, column.name()); // says what is wrong
      }
    }
  }

  private static boolean isAmong(List<TextColumn> texts, String name) {
    for (TextColumn text : texts) {
      if (text.column().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks that a column is searched as text.
   *
   * @throws InvalidRequest when it is not
   */
  static void check(Schema schema, String column) {
    if (schema.field(column).textAnalysis() == null) {
      throw new InvalidRequest(
          "column '%s' is not searched as text; declare it with SchemaBuilder.text"
              .formatted(column));
    }
  }
}
