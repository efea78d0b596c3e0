package dev.pilum.fts.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.SmallFloat;
import org.jspecify.annotations.Nullable;

/** The terms of one text column. One thread appends, any number read as of a number of rows. */
final class MemoryField {
  /** What there is for so many rows before anything grows. */
  private static final int FIRST_ROWS = 64;

  private final int stride;
  private final Map<BytesRef, MemoryPostings> terms = new ConcurrentHashMap<>();

  /** The same in order, for prefixes and merges: it takes ten comparisons to find one here. */
  private final ConcurrentSkipListMap<BytesRef, MemoryPostings> ordered =
      new ConcurrentSkipListMap<>();

  /** The terms of the row that is being appended, each once. */
  private final List<MemoryPostings> ofRow = new ArrayList<>();

  private volatile Sums sums =
      new Sums(
          new byte[FIRST_ROWS], new int[FIRST_ROWS], new long[FIRST_ROWS], new long[FIRST_ROWS]);
  private int rowCount;

  /**
   * Figures of each row, and of all rows up to it, by ordinal.
   *
   * @param norms the length of the row's text as Lucene rounds it; 0 where there is none
   * @param documents rows that have terms
   * @param uses terms of each row, each once
   * @param places terms of each row, each as often as it stands there
   */
  record Sums(byte[] norms, int[] documents, long[] uses, long[] places) {
    Sums withRoom(int rows) {
      if (rows <= norms.length) {
        return this;
      }
      int length = 2 * norms.length;
      return new Sums(
          Arrays.copyOf(norms, length),
          Arrays.copyOf(documents, length),
          Arrays.copyOf(uses, length),
          Arrays.copyOf(places, length));
    }
  }

  /** Keeps offsets besides positions when {@code stride} says so. */
  MemoryField(int stride) {
    this.stride = stride;
  }

  boolean hasOffsets() {
    return stride == MemoryPostings.STRIDE_WITH_OFFSETS;
  }

  /** Returns the postings of a term, or {@code null} if no row has it. */
  @Nullable MemoryPostings postings(BytesRef term) {
    return terms.get(term);
  }

  /** Returns all terms in order. */
  ConcurrentNavigableMap<BytesRef, MemoryPostings> ordered() {
    return ordered;
  }

  Sums sums() {
    return sums;
  }

  /** Appends a row without text. */
  void appendNothing() {
    close(0, 0);
  }

  /** Appends a row with the terms of its text; they are counted as Lucene counts them. */
  void append(TokenStream text) throws IOException {
    TermToBytesRefAttribute term = text.addAttribute(TermToBytesRefAttribute.class);
    PositionIncrementAttribute step = text.addAttribute(PositionIncrementAttribute.class);
    OffsetAttribute offset = text.addAttribute(OffsetAttribute.class);
    int position = -1;
    int length = 0;
    int overlaps = 0;
    text.reset();
    while (text.incrementToken()) {
      position = Math.max(0, position + step.getPositionIncrement());
      overlaps += step.getPositionIncrement() == 0 ? 1 : 0;
      length++;
      MemoryPostings postings = known(term.getBytesRef());
      if (!postings.endsWith(rowCount)) {
        ofRow.add(postings);
      }
      postings.add(rowCount, position, offset.startOffset(), offset.endOffset());
    }
    text.end();
    close(length, length - overlaps);
  }

  private MemoryPostings known(BytesRef term) {
    MemoryPostings known = terms.get(term);
    if (known == null) {
      BytesRef kept = BytesRef.deepCopyOf(term);
      known = new MemoryPostings(stride);
      terms.put(kept, known);
      ordered.put(kept, known);
    }
    return known;
  }

  private void close(int length, int withoutOverlaps) {
    byte norm = length == 0 ? 0 : SmallFloat.intToByte4(withoutOverlaps);
    for (MemoryPostings postings : ofRow) {
      postings.finish(norm);
    }
    Sums all = sums.withRoom(rowCount + 1);
    int row = rowCount;
    all.norms[row] = norm;
    all.documents[row] = (row == 0 ? 0 : all.documents[row - 1]) + (length == 0 ? 0 : 1);
    all.uses[row] = (row == 0 ? 0 : all.uses[row - 1]) + ofRow.size();
    all.places[row] = (row == 0 ? 0 : all.places[row - 1]) + length;
    sums = all;
    rowCount++;
    ofRow.clear();
  }
}
