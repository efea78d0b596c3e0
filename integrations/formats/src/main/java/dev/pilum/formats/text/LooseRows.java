package dev.pilum.formats.text;

import org.jspecify.annotations.Nullable;

/** Rows of a text, one after another. One thread at a time. */
public interface LooseRows extends AutoCloseable {
  /**
   * Returns the next row that can be read, or {@code null} at the end.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when one cannot be read and is not taken as a
   *     rejected one
   */
  @Nullable LooseRow next();

  /** Returns how many rows have been passed, rejected ones too. */
  long passed();

  /** Returns where a line is, such as {@code corpus.jsonl, line 7}. */
  String place(long line);

  /** Returns how many bytes have been read, roughly. */
  long bytesRead();

  @Override
  void close();
}
