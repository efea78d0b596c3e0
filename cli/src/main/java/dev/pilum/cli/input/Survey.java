package dev.pilum.cli.input;

import dev.pilum.cli.output.Progress;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a first reading of all rows found. Nothing has been written by then: a line that cannot be
 * read stops an import before it starts.
 *
 * @param rowCount how many rows there are
 * @param columns what the values of each column amount to, by the name that the file gives it, in
 *     order of first appearance
 */
record Survey(long rowCount, Map<String, Guess> columns) {
  /**
   * Reads all rows.
   *
   * @param key name of the column that every row must have, or {@code null}
   * @throws InvalidRequest when a line cannot be read or has no key, naming it
   */
  static Survey of(RowSource rows, @Nullable String key, Progress progress) {
    Map<String, Guess> columns = new LinkedHashMap<>();
    long rowCount = 0;
    for (Map<String, @Nullable Object> row = rows.next(); row != null; row = rows.next()) {
      if (key != null && (row.get(key) == null || "".equals(row.get(key)))) {
        throw new InvalidRequest(
            "%s: the row has no '%s', which is the key; add it or choose another key"
                .formatted(rows.place(), key));
      }
      row.forEach((name, value) -> columns.merge(name, Guess.of(value), Guess::widenedBy));
      rowCount++;
      progress.at(rows.bytesRead());
    }
    progress.wipe();
    return new Survey(rowCount, columns);
  }

  /**
   * Returns the schema that holds these rows.
   *
   * @param vectorColumn name of a column of number arrays that become vectors, or of none
   * @param texts names of columns whose text is to be searched
   */
  Schema schema(
      @Nullable String key, @Nullable String vectorColumn, Metric metric, List<String> texts) {
    for (String text : texts) {
      if (!columns.containsKey(text)) {
        throw new InvalidRequest(
            "there is no column '%s' of text; columns: %s".formatted(text, columns.keySet()));
      }
    }
    SchemaBuilder schema = Schema.builder();
    Map<String, String> taken = new LinkedHashMap<>();
    columns.forEach((name, guess) -> {
      String clean = ColumnName.of(name);
      String other = taken.put(clean, name);
      if (other != null) {
        throw new InvalidRequest(
            "columns '%s' and '%s' would both be named '%s'; rename one"
                .formatted(other, name, clean));
      }
      if (name.equals(key)) {
        schema.key(clean, guess.type());
      } else if (name.equals(vectorColumn)) {
        schema.field(VectorFields.of(clean, dimension(name, guess), metric));
      } else if (texts.contains(name)) {
        schema.field(Field.of(clean, guess.type()).withText(TextAnalysis.DEFAULT));
      } else {
        schema.field(clean, guess.type());
      }
    });
    return schema.build();
  }

  private static int dimension(String name, Guess guess) {
    if (guess instanceof Guess.Array(Guess element, int length)
        && element.isNumber()
        && length > 0) {
      return length;
    }
    throw new InvalidRequest(
        "column '%s' does not hold number arrays of one length in every row; give --vectors FILE, or mend it"
            .formatted(name));
  }
}
