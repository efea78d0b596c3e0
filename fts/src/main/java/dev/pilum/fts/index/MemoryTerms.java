package dev.pilum.fts.index;

import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.index.BaseTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a {@link MemoryField} as of a number of rows. Safe for use by many threads; what
 * {@link #iterator} returns is for one.
 */
final class MemoryTerms extends Terms {
  private final MemoryField field;
  private final MemoryField.Sums sums;
  private final int rowCount;

  MemoryTerms(MemoryField field, int rowCount) {
    assert rowCount > 0 : "no rows, no terms";
    this.field = field;
    this.sums = field.sums();
    this.rowCount = rowCount;
  }

  @Override
  public TermsEnum iterator() {
    return new Walk(field, rowCount);
  }

  /** Not known: terms of later rows are among those of the field. */
  @Override
  public long size() {
    return -1;
  }

  @Override
  public long getSumTotalTermFreq() {
    return sums.places()[rowCount - 1];
  }

  @Override
  public long getSumDocFreq() {
    return sums.uses()[rowCount - 1];
  }

  @Override
  public int getDocCount() {
    return sums.documents()[rowCount - 1];
  }

  @Override
  public boolean hasFreqs() {
    return true;
  }

  @Override
  public boolean hasOffsets() {
    return field.hasOffsets();
  }

  @Override
  public boolean hasPositions() {
    return true;
  }

  @Override
  public boolean hasPayloads() {
    return false;
  }

  /** Walks terms in order, passing over those that no row below the number of rows has. */
  private static final class Walk extends BaseTermsEnum {
    private final MemoryField field;
    private final int rowCount;
    private @Nullable Iterator<Map.Entry<BytesRef, MemoryPostings>> rest;
    private @Nullable BytesRef term;
    private @Nullable MemoryPostings postings;
    private int documents;

    Walk(MemoryField field, int rowCount) {
      this.field = field;
      this.rowCount = rowCount;
    }

    @Override
    public @Nullable BytesRef next() {
      if (rest == null) {
        rest =
            term == null
                ? field.ordered().entrySet().iterator()
                : field.ordered().tailMap(term, false).entrySet().iterator();
      }
      while (rest.hasNext()) {
        Map.Entry<BytesRef, MemoryPostings> entry = rest.next();
        if (standsOn(entry.getKey(), entry.getValue())) {
          return term;
        }
      }
      return null;
    }

    @Override
    public boolean seekExact(BytesRef text) {
      MemoryPostings found = field.postings(text);
      rest = null;
      return found != null && standsOn(BytesRef.deepCopyOf(text), found);
    }

    @Override
    public SeekStatus seekCeil(BytesRef text) {
      rest = field.ordered().tailMap(text, true).entrySet().iterator();
      BytesRef found = next();
      if (found == null) {
        return SeekStatus.END;
      }
      return found.equals(text) ? SeekStatus.FOUND : SeekStatus.NOT_FOUND;
    }

    @Override
    public void seekExact(long ord) {
      throw new UnsupportedOperationException("terms in memory have no numbers");
    }

    @Override
    public long ord() {
      throw new UnsupportedOperationException("terms in memory have no numbers");
    }

    @Override
    public BytesRef term() {
      assert term != null : "stands nowhere";
      return term;
    }

    @Override
    public int docFreq() {
      return documents;
    }

    @Override
    public long totalTermFreq() {
      return current().placeCount(documents);
    }

    @Override
    public PostingsEnum postings(@Nullable PostingsEnum reuse, int flags) {
      return new MemoryPostingsEnum(current(), rowCount);
    }

    @Override
    public ImpactsEnum impacts(int flags) {
      return new MemoryPostingsEnum(current(), rowCount);
    }

    private boolean standsOn(BytesRef text, MemoryPostings found) {
      term = text;
      postings = found;
      documents = found.documentCount(rowCount);
      return documents > 0;
    }

    private MemoryPostings current() {
      assert postings != null : "stands nowhere";
      return postings;
    }
  }
}
