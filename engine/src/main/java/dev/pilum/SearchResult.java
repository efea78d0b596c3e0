package dev.pilum;

import dev.pilum.storage.error.PilumException;
import java.util.List;

/** What became of one search of {@link Reader#searchAll}. */
public sealed interface SearchResult {
  /**
   * Returns the hits.
   *
   * @throws PilumException why the search failed, if it did
   */
  List<Hit> hits();

  /**
   * The search ran.
   *
   * @param hits nearest first
   */
  record Found(List<Hit> hits) implements SearchResult {}

  /**
   * The search failed.
   *
   * @param failure why
   */
  record Failed(PilumException failure) implements SearchResult {
    @Override
    public List<Hit> hits() {
      throw failure;
    }
  }
}
