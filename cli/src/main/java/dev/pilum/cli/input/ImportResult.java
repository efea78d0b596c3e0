package dev.pilum.cli.input;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an import did.
 *
 * @param table the table
 * @param rows rows written
 * @param replaced rows that were there before under the same keys
 * @param seconds how long it took, until everything was durable and indexed
 */
public record ImportResult(String table, long rows, long replaced, double seconds) {
  /** Returns the figures by name. */
  public Map<String, Object> asMap() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("table", table);
    values.put("rows", rows);
    values.put("replaced", replaced);
    values.put("seconds", Math.round(seconds * 1000) / 1000.0);
    values.put("rowsPerSecond", Math.round(rows / seconds));
    return values;
  }
}
