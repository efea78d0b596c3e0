package dev.pilum.fts.index;

import dev.pilum.storage.schema.TextAnalysis;
import java.util.List;

/**
 * A text column that is searched.
 *
 * @param id the field's stable number inside its table, by which indexes know it
 * @param column the name by which queries know it
 * @param analysis how its text becomes terms
 */
public record TextColumn(int id, String column, TextAnalysis analysis) {
  /** Returns columns and analyses in words: equal for indexes that are alike. */
  static String describe(List<TextColumn> columns) {
    StringBuilder words = new StringBuilder();
    for (TextColumn column : columns) {
      words.append(column.id).append('=').append(column.analysis.describe()).append('\n');
    }
    return words.toString();
  }

  /** Returns the name by which Lucene knows it. */
  String luceneName() {
    return Integer.toString(id);
  }
}
