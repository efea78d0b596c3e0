package dev.pilum;

import dev.pilum.storage.error.PilumException;
import java.util.List;

/**
 * What became of one search of {@link Reader#searchAll}.
 *
 * @param <H> a hit
 */
public sealed interface SearchResult<H> {
  /**
   * Returns the hits.
   *
   * @throws PilumException why the search failed, if it did
   */
  List<H> hits();

  /**
   * The search ran.
   *
   * @param hits best first
   */
  record Found<H>(List<H> hits) implements SearchResult<H> {}

  /**
   * The search failed.
   *
   * @param failure why
   */
  record Failed<H>(PilumException failure) implements SearchResult<H> {
    @Override
    public List<H> hits() {
      throw failure;
    }
  }
}
