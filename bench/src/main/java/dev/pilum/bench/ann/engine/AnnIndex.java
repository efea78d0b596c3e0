package dev.pilum.bench.ann.engine;

import java.io.IOException;

/** An index that is ready to be searched. Closed by whoever opened it. */
public interface AnnIndex extends AutoCloseable {
  /** Returns something that searches, for one thread. */
  AnnSearcher newSearcher() throws IOException;

  /**
   * Returns the bytes on disk beyond the float32 vectors themselves: links, codes, names. -1 when
   * nothing is on disk.
   */
  long indexBytes() throws IOException;

  @Override
  void close() throws IOException;
}
