package dev.pilum.fts.index;

import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/** The rows that a filter selected, as a query to be joined with others. Equal only to itself. */
final class SelectedRows extends Query {
  private final List<? extends SelectedOrdinals> parts;

  /** Selects the rows of each part, in the order of the parts searched. */
  SelectedRows(List<? extends SelectedOrdinals> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
        SelectedOrdinals rows = parts.get(leaf.ord);
        return rows.count() == 0
            ? null
            : ConstantScoreScorerSupplier.fromIterator(
                new SelectedIterator(rows, leaf.reader().maxDoc()),
                score(),
                mode,
                leaf.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false;
      }
    };
  }

  @Override
  public String toString(String field) {
    return "SelectedRows";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
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
