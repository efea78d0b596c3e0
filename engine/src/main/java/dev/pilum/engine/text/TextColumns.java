package dev.pilum.engine.text;

import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextFields;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.List;

/** Which columns of a schema full-text search knows. Loads no class of Lucene. */
public final class TextColumns {
  private TextColumns() {}

  /**
   * Checks that the libraries are there that analyzers need beside Lucene's own; better here than
   * at the first flush.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when one is missing
   */
  public static void requireLibraries(Schema schema) {
    List<TextColumn> columns = of(schema);
    for (TextColumn column : columns) {
      if (column.analysis().analyzer() == TextAnalysis.Analyzer.SMARTCN) {
        TextFields made = new TextFields(columns);
        assert made.columns().equals(columns) : "made of them";
      }
    }
  }

  /** Returns whether an index of some columns is one of others: names make no difference to it. */
  public static boolean alike(List<TextColumn> some, List<TextColumn> others) {
    boolean alike = some.size() == others.size();
    for (int i = 0; alike && i < some.size(); i++) {
      alike =
          some.get(i).id() == others.get(i).id()
              && some.get(i).analysis().equals(others.get(i).analysis());
    }
    return alike;
  }

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
