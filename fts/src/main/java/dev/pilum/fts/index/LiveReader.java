package dev.pilum.fts.index;

import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** A leaf some of whose rows are not to be found. Safe for use by many threads. */
final class LiveReader extends FilterLeafReader {
  private final SelectedOrdinals alive;

  LiveReader(LeafReader all, SelectedOrdinals alive) {
    super(all);
    this.alive = alive;
  }

  @Override
  public Bits getLiveDocs() {
    return new LiveBits(alive, maxDoc());
  }

  @Override
  public int numDocs() {
    return alive.count();
  }

  @Override
  public @Nullable CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }
}
