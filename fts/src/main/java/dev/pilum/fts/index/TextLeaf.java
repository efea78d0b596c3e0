package dev.pilum.fts.index;

import org.apache.lucene.index.LeafReader;

/** An index of some rows' text whose document numbers are the rows' ordinals. */
public abstract sealed class TextLeaf permits SegmentText, MemoryText.View {
  TextLeaf() {}

  /** Returns how many rows there are, with and without text. */
  public abstract int rowCount();

  /** Returns what Lucene searches. */
  abstract LeafReader reader();
}
