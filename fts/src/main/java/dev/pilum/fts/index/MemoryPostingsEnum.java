package dev.pilum.fts.index;

import java.util.Arrays;
import org.apache.lucene.index.FreqAndNormBuffer;
import org.apache.lucene.index.Impacts;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Walks {@link MemoryPostings} as of a number of rows. One thread.
 *
 * <p>What a document can score at best is that of one as short as the shortest and with the term as
 * often as any, later rows among them.
 */
final class MemoryPostingsEnum extends ImpactsEnum {
  /** As many as Lucene scores at a time by default. */
  private static final int MOST_AT_ONCE = 64;

  private final MemoryPostings postings;
  private final int stride;
  private final int[] documents;
  private final int[] ends;
  private final int[] places;
  private final int count;
  private int at = -1;
  private int next; // number of the place that comes next
  private int place = -1;
  private @Nullable Impacts impacts;

  MemoryPostingsEnum(MemoryPostings postings, int rowCount) {
    this.postings = postings;
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

  @Override
  public void nextPostings(int upTo, DocAndFloatFeatureBuffer buffer) {
    buffer.growNoCopy(MOST_AT_ONCE);
    int from = at;
    int end = Math.min(count, from + MOST_AT_ONCE);
    int size = 0;
    for (int i = from; i < end && documents[i] < upTo; i++) {
      buffer.docs[size] = documents[i];
      buffer.features[size++] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
    }
    buffer.size = size;
    moveTo(from + size);
  }

  /** All documents are alike in this. */
  @Override
  public void advanceShallow(int target) {
    assert target >= docID() : "behind";
  }

  @Override
  public Impacts getImpacts() {
    Impacts known = impacts;
    if (known == null) {
      known = new Best(postings.mostFrequent(), postings.shortest());
      impacts = known;
    }
    return known;
  }

  /** What all documents score at best, as one level. */
  private static final class Best extends Impacts {
    private final FreqAndNormBuffer best = new FreqAndNormBuffer();

    Best(int frequency, byte norm) {
      best.add(frequency, norm);
    }

    @Override
    public int numLevels() {
      return 1;
    }

    @Override
    public int getDocIdUpTo(int level) {
      return NO_MORE_DOCS;
    }

    @Override
    public FreqAndNormBuffer getImpacts(int level) {
      return best;
    }
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
