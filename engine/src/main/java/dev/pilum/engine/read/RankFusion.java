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
import java.util.PriorityQueue;

/** Makes one ranking of the candidates of two legs. One query, one thread. */
final class RankFusion {
  /** More rows than these are rare, and then the map grows. */
  private static final int MOST_EXPECTED = 1_024;

  private static final Comparator<FusedRow> BEST_FIRST = new BestFirst();
  private static final Comparator<FusedRow> WORST_FIRST = BEST_FIRST.reversed();

  private final Fusion fusion;
  private final TableView view;
  private final Map<Long, FusedRow> rows;

  /** A class: comparators made of lambdas took a twentieth of a hybrid search. */
  private static final class BestFirst implements Comparator<FusedRow> {
    @Override
    public int compare(FusedRow a, FusedRow b) {
      int byScore = Float.compare(b.score(), a.score());
      int byPart = byScore != 0 ? byScore : Integer.compare(a.part(), b.part());
      return byPart != 0 ? byPart : Integer.compare(a.ordinal(), b.ordinal());
    }
  }

  /** Expects up to {@code candidates} rows of each leg. */
  RankFusion(Fusion fusion, TableView view, int candidates) {
    this.fusion = fusion;
    this.view = view;
    this.rows =
        HashMap.newHashMap(Math.min(MOST_EXPECTED, 2 * Math.min(candidates, MOST_EXPECTED)));
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

  /**
   * Returns the best {@code count} rows, or all there are, best first, those of equal score in the
   * order of row ids.
   */
  List<FusedRow> best(int count) {
    PriorityQueue<FusedRow> best = new PriorityQueue<>(WORST_FIRST);
    for (FusedRow row : rows.values()) {
      if (best.size() < count) {
        best.add(row);
      } else if (BEST_FIRST.compare(row, best.element()) < 0) {
        best.remove();
        best.add(row);
      }
    }
    List<FusedRow> ranking = new ArrayList<>(best);
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
