package dev.pilum.engine.text;

import dev.pilum.fts.index.TextColumn;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Which columns of a schema full-text search knows. Loads no class of Lucene. */
public final class TextColumns {
  private TextColumns() {}

  /** Returns the columns in the order of the schema; empty when there is nothing to search. */
  public static List<TextColumn> of(Schema schema) {
    List<TextColumn> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      TextAnalysis analysis = field.textAnalysis();
      if (analysis != null) {
        columns.add(new TextColumn(field.id(), field.name(), analysis));
      }
    }
    return columns;
  }
}
