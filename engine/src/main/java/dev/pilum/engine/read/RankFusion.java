package dev.pilum.engine.read;

import dev.pilum.Fusion;
import dev.pilum.HybridHit.Leg;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.fts.index.ScoredOrdinal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one ranking of the candidates of two legs. One query, one thread. */
final class RankFusion {
  private static final Comparator<FusedRow> BEST_FIRST =
      Comparator.comparingDouble(FusedRow::score)
          .reversed()
          .thenComparingInt(FusedRow::part)
          .thenComparingInt(FusedRow::ordinal);

  private final Fusion fusion;
  private final TableView view;
  private final Map<Long, FusedRow> rows = new HashMap<>();

  RankFusion(Fusion fusion, TableView view) {
    this.fusion = fusion;
    this.view = view;
  }

  /**
   * Adds the vector leg.
   *
   * @param found nearest first
   * @param query what they were found by
   */
  void addVectors(List<Found> found, SearchQuery query) {
    float[] closeness = new float[found.size()];
    for (int i = 0; i < closeness.length; i++) {
      closeness[i] = -found.get(i).distance();
    }
    for (int i = 0; i < closeness.length; i++) {
      Found row = found.get(i);
      Leg leg = new Leg(i + 1, query.score(row.distance()));
      float points = fusion.vectorWeight() * fusion.points(closeness, i);
      int part = partOf(row.source());
      FusedRow fused = new FusedRow(part, row.source(), row.ordinal(), points, leg, null);
      rows.put(place(part, row.ordinal()), fused);
    }
  }

  /**
   * Adds the text leg, after the vector leg.
   *
   * @param found best first
   */
  void addTexts(List<ScoredOrdinal> found) {
    float[] scores = new float[found.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found.get(i).score();
    }
    for (int i = 0; i < scores.length; i++) {
      ScoredOrdinal row = found.get(i);
      Leg leg = new Leg(i + 1, row.score());
      float points = (1 - fusion.vectorWeight()) * fusion.points(scores, i);
      SourceView source = view.sources().get(row.part());
      FusedRow before = rows.get(place(row.part(), row.ordinal()));
      rows.put(
          place(row.part(), row.ordinal()),
          before == null
              ? new FusedRow(row.part(), source, row.ordinal(), points, null, leg)
              : new FusedRow(
                  row.part(),
                  source,
                  row.ordinal(),
                  before.score() + points,
                  before.vector(),
                  leg));
    }
  }

  /** Returns all rows, best first, those of equal score in the order of row ids. */
  List<FusedRow> ranking() {
    List<FusedRow> ranking = new ArrayList<>(rows.values());
    ranking.sort(BEST_FIRST);
    return ranking;
  }

  private int partOf(SourceView source) {
    int part = 0;
    while (view.sources().get(part).source() != source.source()) {
      part++;
    }
    return part;
  }

  private static long place(int part, int ordinal) {
    return (long) part << 32 | ordinal;
  }
}
