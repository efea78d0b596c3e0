package dev.pilum.engine.event;

/** What a span is about, as far as it matters before it ends. */
public enum Kind {
  /** Commits of one group. */
  COMMIT_GROUP(false),
  /** A query. */
  QUERY(false),
  /** The opening of a table. */
  OPENING(true),
  /** A flush. */
  FLUSH(true),
  /** A merge. */
  MERGE(true),
  /** The building of a graph. */
  GRAPH_BUILD(true),
  /** A check of all files. */
  SCRUB(true);

  private final boolean rare;

  Kind(boolean rare) {
    this.rare = rare;
  }

  /** Returns whether it is so seldom that a look at the clock does not matter. */
  boolean isRare() {
    return rare;
  }
}
