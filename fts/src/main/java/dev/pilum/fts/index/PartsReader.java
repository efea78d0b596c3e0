package dev.pilum.fts.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.CompositeReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermVectors;
import org.jspecify.annotations.Nullable;

/**
 * Several leaves as one index, with the statistics of all. Made for each view, so that it holds on
 * to nothing: Lucene's own {@code MultiReader} enters itself in a table of each leaf.
 *
 * <p>Safe for use by many threads.
 */
final class PartsReader extends CompositeReader {
  private final List<LeafReader> leaves;
  private final int rowCount;

  PartsReader(List<LeafReader> leaves) {
    this.leaves = List.copyOf(leaves);
    int rows = 0;
    for (LeafReader leaf : leaves) {
      rows = Math.addExact(rows, leaf.maxDoc());
    }
    this.rowCount = rows;
  }

  @Override
  protected List<LeafReader> getSequentialSubReaders() {
    return leaves;
  }

  @Override
  public int maxDoc() {
    return rowCount;
  }

  @Override
  public int numDocs() {
    int alive = 0;
    for (LeafReader leaf : leaves) {
      alive += leaf.numDocs();
    }
    return alive;
  }

  @Override
  public int docFreq(Term term) throws IOException {
    int sum = 0;
    for (LeafReader leaf : leaves) {
      sum += leaf.docFreq(term);
    }
    return sum;
  }

  @Override
  public long totalTermFreq(Term term) throws IOException {
    long sum = 0;
    for (LeafReader leaf : leaves) {
      sum += leaf.totalTermFreq(term);
    }
    return sum;
  }

  @Override
  public long getSumDocFreq(String field) throws IOException {
    long sum = 0;
    for (LeafReader leaf : leaves) {
      sum += leaf.getSumDocFreq(field);
    }
    return sum;
  }

  @Override
  public int getDocCount(String field) throws IOException {
    int sum = 0;
    for (LeafReader leaf : leaves) {
      sum += leaf.getDocCount(field);
    }
    return sum;
  }

  @Override
  public long getSumTotalTermFreq(String field) throws IOException {
    long sum = 0;
    for (LeafReader leaf : leaves) {
      sum += leaf.getSumTotalTermFreq(field);
    }
    return sum;
  }

  @Override
  public StoredFields storedFields() {
    throw new UnsupportedOperationException("rows are stored elsewhere");
  }

  @Override
  public TermVectors termVectors() {
    throw new UnsupportedOperationException("there are no term vectors");
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }

  /** The leaves are their owners'. */
  @Override
  protected void doClose() {
    assert rowCount >= 0 : "there is nothing to close";
  }
}
