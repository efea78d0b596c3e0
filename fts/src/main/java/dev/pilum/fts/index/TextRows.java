package dev.pilum.fts.index;

import org.jspecify.annotations.Nullable;

/** Rows whose text is to be indexed. */
public interface TextRows {
  /** Returns how many rows there are; their ordinals start at 0. */
  int rowCount();

  /** Returns about how many bytes of text there are in all, for choosing where to build. */
  long textBytes();

  /**
   * Returns the text of a row, or {@code null} when it has none.
   *
   * @param field place of the column among {@link TextFields#columns()}
   * @param ordinal the row
   */
  @Nullable String text(int field, int ordinal);
}
