package dev.pilum.cli.measure;

import dev.pilum.Hit;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.storage.error.InvalidRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of rows in the order in which they were written, by key: what ground truth made
 * outside calls a row is its line in the file that was imported.
 */
public final class RowNumbers {
  private final String key;
  private final Map<Object, Integer> numbers = new HashMap<>();

  /**
   * Numbers all rows of a table.
   *
   * @throws InvalidRequest when the table has no key
   */
  public RowNumbers(Reader table) {
    String column = table.schema().key();
    if (column == null) {
      throw new InvalidRequest("truth needs a table with a key; import it again with --key");
    }
    this.key = column;
    for (Row row : table.scan().select(column).rows()) {
      Object keyValue = row.get(column);
      assert keyValue != null : "a key is never null";
      numbers.put(keyValue, numbers.size());
    }
  }

  /** Returns the row numbers of hits that have their key among their columns, best first. */
  public int[] of(List<Hit> hits) {
    return hits.stream().mapToInt(hit -> number(hit.row().get(key))).toArray();
  }

  private int number(@Nullable Object keyValue) {
    Integer number = keyValue == null ? null : numbers.get(keyValue);
    if (number == null) {
      throw new InvalidRequest(
          "the row with key " + keyValue + " was written meanwhile; measure while nobody writes");
    }
    return number;
  }
}
