package dev.pilum.engine.filter;

import dev.pilum.storage.error.InvalidRequest;

/** Counts the parts of one filter, so that whoever goes through it ends in time. One thread. */
public final class FilterSize {
  /**
   * Deep enough for any hand-written filter, and far from overflowing the stack of a small thread.
   */
  static final int MAX_DEPTH = 200;

  /**
   * As many parts as a filter has at most. Filters share parts, so that a short text such as nested
   * BETWEENs can mean very many.
   */
  static final int MAX_PARTS = 200_000;

  private int parts;

  /** Of a filter that nobody has looked into yet. */
  public FilterSize() {}

  /**
   * Counts a part; call it before going further down.
   *
   * @param depth 1 for the whole filter
   * @throws InvalidRequest when the filter is too deep or too large
   */
  public void count(int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidRequest(
          "the filter is nested more than "
              + MAX_DEPTH
              + " deep; join many conditions by all(...), any(...) or in(...)");
    }
    if (++parts > MAX_PARTS) {
      throw new InvalidRequest(
          "the filter has more than " + MAX_PARTS + " parts; join many values by in(...)");
    }
  }
}
