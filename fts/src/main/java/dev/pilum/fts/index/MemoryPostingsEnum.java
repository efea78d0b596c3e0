package dev.pilum.fts.index;

import java.util.Arrays;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Walks {@link MemoryPostings} as of a number of rows. One thread. */
final class MemoryPostingsEnum extends PostingsEnum {
  private final int stride;
  private final int[] documents;
  private final int[] ends;
  private final int[] places;
  private final int count;
  private int at = -1;
  private int next; // number of the place that comes next
  private int place = -1;

  MemoryPostingsEnum(MemoryPostings postings, int rowCount) {
    this.count = postings.documentCount(rowCount);
    this.stride = postings.stride();
    this.documents = postings.documents();
    this.ends = postings.ends();
    this.places = postings.places();
  }

  @Override
  public int docID() {
    if (at < 0) {
      return -1;
    }
    return at < count ? documents[at] : NO_MORE_DOCS;
  }

  @Override
  public int nextDoc() {
    return moveTo(at + 1);
  }

  @Override
  public int advance(int target) {
    int from = Math.min(at + 1, count);
    int found = Arrays.binarySearch(documents, from, count, target);
    return moveTo(found < 0 ? -found - 1 : found);
  }

  @Override
  public long cost() {
    return count;
  }

  @Override
  public int freq() {
    return ends[at] - start();
  }

  @Override
  public int nextPosition() {
    assert next < ends[at] : "asked for more positions than there are";
    place = stride * next++;
    return places[place];
  }

  @Override
  public int startOffset() {
    return stride == MemoryPostings.STRIDE_WITH_OFFSETS ? places[place + 1] : -1;
  }

  @Override
  public int endOffset() {
    return stride == MemoryPostings.STRIDE_WITH_OFFSETS ? places[place + 2] : -1;
  }

  @Override
  public @Nullable BytesRef getPayload() {
    return null;
  }

  private int moveTo(int index) {
    at = Math.min(index, count);
    next = at < count ? start() : 0;
    return docID();
  }

  private int start() {
    return at == 0 ? 0 : ends[at - 1];
  }
}
