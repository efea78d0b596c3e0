package dev.pilum.fts.index;

import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** A leaf to be merged some of whose rows are to be left out. One thread. */
final class LiveCodecReader extends FilterCodecReader {
  private final SelectedOrdinals alive;

  LiveCodecReader(CodecReader all, SelectedOrdinals alive) {
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
