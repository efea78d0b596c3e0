package dev.pilum.cli;

import dev.pilum.Hit;
import dev.pilum.cli.output.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hits of one or several searches as rows. Pilum's own columns start with {@code _}, which no
 * column of a table does. One thread at a time.
 */
final class HitRows {
  private final List<String> columns;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private int queries;

  /** Starts without hits; of each, {@code columns} will be shown. */
  HitRows(List<String> columns) {
    this.columns = columns;
  }

  /** Adds the hits of the next query. */
  void add(List<Hit> hits) {
    int rank = 1;
    for (Hit hit : hits) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("_query", queries);
      row.put("_rank", rank++);
      row.put("_score", hit.score());
      row.put("_distance", hit.distance());
      columns.forEach(column -> row.put(column, hit.row().get(column)));
      rows.add(row);
    }
    queries++;
  }

  /** Shows all hits; the number of the query only where there were several. */
  void show(Output output) {
    List<String> shown = new ArrayList<>(queries > 1 ? List.of("_query") : List.of());
    shown.addAll(List.of("_rank", "_score", "_distance"));
    shown.addAll(columns);
    output.rows(shown, rows);
  }
}
