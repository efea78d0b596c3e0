package dev.pilum.fts.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.TernaryLongHeap;
import org.jspecify.annotations.Nullable;

/*
 * Lucene asks of every row that has a term whether it is alive, before it knows the row's score; that was half of what a thousand upserts
 * cost searches. Few rows score high enough to be among the best, and only those are asked here. What is found is the same: a dead row
 * gets no place, so the score from which on rows are wanted is always one of a live row.
 */
/**
 * Gathers the rows of the best scores, those of equal score in the order of their numbers, and
 * tells Lucene from which score on others are wanted. One thread.
 */
final class BestRows implements Collector {
  private final int most;
  private final List<? extends @Nullable SelectedOrdinals> alive;
  private final TernaryLongHeap best;

  /**
   * Begins without rows.
   *
   * @param most how many are wanted, at least 1
   * @param alive for each leaf the rows that may be found, {@code null} for all
   */
  BestRows(int most, List<? extends @Nullable SelectedOrdinals> alive) {
    this.most = most;
    this.alive = alive;
    this.best = new TernaryLongHeap(most);
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.TOP_SCORES;
  }

  @Override
  public LeafCollector getLeafCollector(LeafReaderContext leaf) {
    return new OfLeaf(leaf.docBase, alive.get(leaf.ord));
  }

  /** Returns the numbers of the rows among those of all leaves with their scores, worst first. */
  long[] drain() {
    long[] rows = new long[best.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = best.pop();
    }
    return rows;
  }

  /** Joins score and number: grows with the score, and among equals with a smaller number. */
  private static long joined(float score, int row) {
    return ((long) Float.floatToRawIntBits(score) << 32) | (~row & 0xFFFF_FFFFL);
  }

  /** Returns the score of a row that {@link #drain} returned. */
  static float score(long joined) {
    return Float.intBitsToFloat((int) (joined >>> 32));
  }

  /** Returns the number of a row that {@link #drain} returned. */
  static int row(long joined) {
    return ~(int) joined;
  }

  private static boolean isIn(@Nullable SelectedOrdinals rows, int ordinal) {
    return rows == null || (rows.word(ordinal >>> 6) >>> ordinal & 1) != 0;
  }

  private final class OfLeaf implements LeafCollector {
    private final int firstRow;
    private final @Nullable SelectedOrdinals alive;
    private @Nullable Scorable scorer;
    private float least;

    OfLeaf(int firstRow, @Nullable SelectedOrdinals alive) {
      this.firstRow = firstRow;
      this.alive = alive;
    }

    @Override
    public void setScorer(Scorable scorer) throws IOException {
      this.scorer = scorer;
      least = 0;
      wantBetter(scorer);
    }

    @Override
    public void collect(int ordinal) throws IOException {
      Scorable scorable = scorer;
      assert scorable != null : "Lucene sets it first";
      float score = scorable.score();
      assert score >= 0 : score;
      if (score >= least && isIn(alive, ordinal)) {
        best.insertWithOverflow(joined(score, firstRow + ordinal));
        wantBetter(scorable);
      }
    }

    /** Once there are enough, rows come in order: another of the worst one's score is worse. */
    private void wantBetter(Scorable scorable) throws IOException {
      if (best.size() == most) {
        float wanted = Math.nextUp(score(best.top()));
        if (wanted > least) {
          least = wanted;
          scorable.setMinCompetitiveScore(wanted);
        }
      }
    }
  }
}
