package dev.pilum.cli;

import dev.pilum.Hit;
import dev.pilum.HybridHit;
import dev.pilum.Row;
import dev.pilum.TextHit;
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
  private final List<String> figures;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private int queries;

  private HitRows(List<String> columns, List<String> figures) {
    this.columns = columns;
    this.figures = figures;
  }

  /** Starts without hits of vector searches; of each, {@code columns} will be shown. */
  static HitRows ofVectors(List<String> columns) {
    return new HitRows(columns, List.of("_score", "_distance"));
  }

  /** Starts without hits of text searches. */
  static HitRows ofTexts(List<String> columns) {
    return new HitRows(columns, List.of("_score"));
  }

  /** Starts without hits of hybrid searches; shows what each leg says of them. */
  static HitRows ofHybrids(List<String> columns) {
    return new HitRows(
        columns, List.of("_score", "_vectorRank", "_vectorScore", "_textRank", "_textScore"));
  }

  /** Adds the hits of the next query. */
  void add(List<Hit> hits) {
    int rank = 1;
    for (Hit hit : hits) {
      add(rank++, hit.row(), hit.score(), hit.distance());
    }
    queries++;
  }

  /** Adds the hits of the next query of text. */
  void addTexts(List<TextHit> hits) {
    int rank = 1;
    for (TextHit hit : hits) {
      add(rank++, hit.row(), hit.score());
    }
    queries++;
  }

  /** Adds the hits of the next hybrid query. */
  void addHybrids(List<HybridHit> hits) {
    int rank = 1;
    for (HybridHit hit : hits) {
      HybridHit.Leg vector = hit.vector();
      HybridHit.Leg text = hit.text();
      add(
          rank++,
          hit.row(),
          hit.score(),
          vector == null ? null : vector.rank(),
          vector == null ? null : vector.score(),
          text == null ? null : text.rank(),
          text == null ? null : text.score());
    }
    queries++;
  }

  /** Shows all hits; the number of the query only where there were several. */
  void show(Output output) {
    List<String> shown = new ArrayList<>(queries > 1 ? List.of("_query") : List.of());
    shown.add("_rank");
    shown.addAll(figures);
    shown.addAll(columns);
    output.rows(shown, rows);
  }

  private void add(int rank, Row hit, @Nullable Object... values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("_query", queries);
    row.put("_rank", rank);
    for (int i = 0; i < values.length; i++) {
      row.put(figures.get(i), values[i]);
    }
    columns.forEach(column -> row.put(column, hit.get(column)));
    rows.add(row);
  }
}
