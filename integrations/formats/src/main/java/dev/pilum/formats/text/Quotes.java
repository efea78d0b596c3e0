package dev.pilum.formats.text;

import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.List;

/**
 * Quotes what would otherwise be read as something else: empty and blank text and text that is the
 * token for no value, and in columns of text what looks like numbers, days or the like.
 *
 * @param fields the columns
 */
record Quotes(String nullToken, List<Field> fields) implements QuoteStrategy {
  Quotes {
    fields = List.copyOf(fields);
  }

  @Override
  public boolean quoteNull(int lineNumber, int field) {
    return false;
  }

  @Override
  public boolean quoteEmpty(int lineNumber, int field) {
    return true;
  }

  @Override
  public boolean quoteValue(int lineNumber, int field, String value) {
    return value.isBlank()
        || value.equals(nullToken)
        || (fields.get(field).type() instanceof DataType.Utf8 && looksLikeOther(value));
  }

  private static boolean looksLikeOther(String value) {
    return !Guess.of(new CsvCell(value, false)).equals(Guess.text());
  }
}
