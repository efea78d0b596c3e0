package dev.pilum.pgvector;

import dev.pilum.Fusion;
import dev.pilum.backend.ScoredRow;
import dev.pilum.pgvector.RowsSql.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Makes one ranking of a vector leg and a text leg, as the engine does. One query, one thread. */
final class FusedRows {
  private final Fusion fusion;
  private final Map<Object, ScoredRow> rows = new LinkedHashMap<>();

  FusedRows(Fusion fusion) {
    this.fusion = fusion;
  }

  /**
   * Adds a leg.
   *
   * @param found best first
   * @param weight how much it counts
   * @param goodness grows when better
   */
  void add(List<Found> found, float weight, ToDoubleFunction<Found> goodness) {
    float[] scores = new float[found.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) goodness.applyAsDouble(found.get(i));
    }
    for (int i = 0; i < scores.length; i++) {
      Found row = found.get(i);
      float points = weight * fusion.points(scores, i);
      Object id = row.id() instanceof byte[] bytes ? java.nio.ByteBuffer.wrap(bytes) : row.id();
      rows.merge(
          id,
          row.scored(points),
          (before, now) -> new ScoredRow(now.id(), before.score() + points, now.row()));
    }
  }

  /** Returns the best rows behind the first {@code offset}; equal ones as the legs had them. */
  List<ScoredRow> best(int limit, int offset) {
    List<ScoredRow> ranking = new ArrayList<>(rows.values());
    ranking.sort(Comparator.comparingDouble(ScoredRow::score).reversed());
    return ranking.stream().skip(offset).limit(limit).toList();
  }
}
