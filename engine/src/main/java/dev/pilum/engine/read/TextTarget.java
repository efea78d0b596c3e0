package dev.pilum.engine.read;

import dev.pilum.engine.text.TextColumns;
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
  /** Checks the columns and fills in all text columns where none is named. */
  static TextTarget of(Schema schema, TextQuery query) {
    List<Column> all = new ArrayList<>();
    for (TextColumn column : TextColumns.of(schema)) {
      all.add(Column.of(column.column()));
    }
    if (all.isEmpty()) {
      throw new InvalidRequest(
          "the table has no text columns; make some with SchemaBuilder.text, columns: "
              + String.join(", ", schema.names()));
    }
    TextQuery placed = query.in(all);
    check(schema, placed);
    return new TextTarget(placed);
  }

  private static void check(Schema schema, TextQuery query) {
    switch (query) {
      case TextQuery.Match m -> check(schema, m.columns());
      case TextQuery.Phrase p -> check(schema, p.columns());
      case TextQuery.Prefix p -> check(schema, p.columns());
      case TextQuery.Fuzzy f -> check(schema, f.columns());
      case TextQuery.Boost b -> check(schema, b.query());
      case TextQuery.Bool b -> {
        b.must().forEach(part -> check(schema, part));
        b.should().forEach(part -> check(schema, part));
        b.mustNot().forEach(part -> check(schema, part));
      }
    }
  }

  private static void check(Schema schema, List<Column> columns) {
    for (Column column : columns) {
      check(schema, column.name());
    }
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
