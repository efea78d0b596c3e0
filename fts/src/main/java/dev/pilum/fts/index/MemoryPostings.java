package dev.pilum.fts.index;

import java.util.Arrays;

/*
 * One thread appends, any number read, nobody waits. A reader asks as of a number of rows and looks only at documents below it. Those
 * were complete before the number was handed out, so nothing that a reader looks at ever changes: arrays that have become too small are
 * replaced by longer copies. `ends` is cumulative, so that frequencies as of any number of rows are differences.
 */
/** In which documents one term stands, and where, in the order of documents. */
final class MemoryPostings {
  /** Numbers kept for each place: its position, and where in the text it starts and ends. */
  static final int STRIDE_WITH_OFFSETS = 3;

  private final int stride;
  private volatile int[] documents = new int[1];
  private volatile int[] ends = new int[1];
  private volatile int[] places;
  private volatile int count;
  private volatile int mostFrequent;
  private volatile int shortest = 0xFF;

  /** Keeps positions only when {@code stride} is 1, offsets too when it is 3. */
  MemoryPostings(int stride) {
    this.stride = stride;
    this.places = new int[stride];
  }

  /** Adds one place. Documents come in order. */
  void add(int document, int position, int startOffset, int endOffset) {
    int last = count - 1;
    int end = last < 0 ? 0 : ends[last];
    if (last < 0 || documents[last] != document) {
      last++;
      if (last == documents.length) {
        documents = longer(documents, last + 1);
        ends = longer(ends, last + 1);
      }
      documents[last] = document;
    }
    int at = stride * end;
    if (at + stride > places.length) {
      places = longer(places, at + stride);
    }
    places[at] = position;
    if (stride == STRIDE_WITH_OFFSETS) {
      places[at + 1] = startOffset;
      places[at + 2] = endOffset;
    }
    ends[last] = end + 1;
    count = last + 1;
  }

  /**
   * Notes the length of the document that got the last place, all of whose places are known.
   *
   * @param norm as Lucene rounds lengths
   */
  void finish(byte norm) {
    int last = count - 1;
    int frequency = ends[last] - (last == 0 ? 0 : ends[last - 1]);
    if (frequency > mostFrequent) {
      mostFrequent = frequency;
    }
    int length = Byte.toUnsignedInt(norm);
    if (length < shortest) {
      shortest = length;
    }
  }

  /** Returns at least how often the term stands in any document that was finished. */
  int mostFrequent() {
    return mostFrequent;
  }

  /** Returns at most how long, as Lucene rounds lengths, any document is that was finished. */
  byte shortest() {
    return (byte) shortest;
  }

  /** Returns whether a document was the last one that got a place. */
  boolean endsWith(int document) {
    return count > 0 && documents[count - 1] == document;
  }

  /** Returns how many documents below {@code rowCount} have the term. */
  int documentCount(int rowCount) {
    int known = count;
    int[] all = documents;
    if (known == 0 || all[known - 1] < rowCount) {
      return known;
    }
    int found = Arrays.binarySearch(all, 0, known, rowCount);
    return found < 0 ? -found - 1 : found;
  }

  /** Returns how often the term stands in the first {@code documentCount} documents. */
  long placeCount(int documentCount) {
    return documentCount == 0 ? 0 : ends[documentCount - 1];
  }

  int stride() {
    return stride;
  }

  int[] documents() {
    return documents;
  }

  int[] ends() {
    return ends;
  }

  int[] places() {
    return places;
  }

  private static int[] longer(int[] values, int length) {
    return Arrays.copyOf(values, Math.max(length, values.length + (values.length >> 1) + 1));
  }
}
