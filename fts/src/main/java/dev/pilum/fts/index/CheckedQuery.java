package dev.pilum.fts.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilterWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * A query that asks now and then whether to go on: once its terms are known, before each leaf, and
 * every 262,144 rows of it. Equal only to itself.
 */
final class CheckedQuery extends Query {
  /**
   * Many, for Lucene's scorers are entered anew each time: over 113,196 short texts in one segment
   * a search took 50 to 77 us with 32,768 rows and 28 to 40 us with more than there are.
   */
  private static final int ROWS_PER_CHECK = 1 << 18;

  /**
   * Where terms are in fewer rows, these are scored one by one: what Lucene takes to score many at
   * once, 80 KB of arrays for each leaf, would be most of the garbage that a search makes.
   */
  private static final int FEW = 1_024;

  private final Query in;
  private final Runnable check;

  /** Runs {@code in}, and {@code check} now and then, which throws to end it. */
  CheckedQuery(Query in, Runnable check) {
    this.in = in;
    this.check = check;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    check.run();
    Query rewritten = in.rewrite(searcher);
    return rewritten == in ? this : new CheckedQuery(rewritten, check);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    Weight weight = in.createWeight(searcher, mode, boost);
    return new FilterWeight(this, weight) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        check.run();
        ScorerSupplier supplier = weight.scorerSupplier(leaf);
        return supplier == null ? null : new CheckedSupplier(supplier);
      }
    };
  }

  private final class CheckedSupplier extends ScorerSupplier {
    private final ScorerSupplier in;

    CheckedSupplier(ScorerSupplier in) {
      this.in = in;
    }

    @Override
    public Scorer get(long leadCost) throws IOException {
      return in.get(leadCost);
    }

    @Override
    public BulkScorer bulkScorer() throws IOException {
      return new CheckedScorer(in.cost() < FEW ? super.bulkScorer() : in.bulkScorer());
    }

    @Override
    public long cost() {
      return in.cost();
    }

    @Override
    public void setTopLevelScoringClause() throws IOException {
      in.setTopLevelScoringClause();
    }
  }

  private final class CheckedScorer extends BulkScorer {
    private final BulkScorer in;

    CheckedScorer(BulkScorer in) {
      this.in = in;
    }

    @Override
    public int score(LeafCollector collector, @Nullable Bits accepted, int min, int max)
        throws IOException {
      int end = Math.min(max, DocIdSetIterator.NO_MORE_DOCS);
      int next = min;
      while (next < end) {
        int most = end - next > ROWS_PER_CHECK ? next + ROWS_PER_CHECK : end;
        next = in.score(collector, accepted, next, most);
        if (next < end) {
          check.run();
        }
      }
      return next;
    }

    @Override
    public long cost() {
      return in.cost();
    }
  }

  @Override
  public String toString(String field) {
    return in.toString(field);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    in.visit(visitor);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
