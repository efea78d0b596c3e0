package dev.pilum.pgvector;

import java.util.Locale;

/**
 * How the rows of a target's table become those of the source, and why so.
 *
 * @param kind how
 * @param why in words that end a sentence
 */
record Way(Kind kind, String why) {
  /** What is done with the target's table. */
  enum Kind {
    /** It is created, filled, and indexed then. */
    CREATE,
    /** It is empty, and filled. */
    LOAD,
    /** A new one takes its place, filled and indexed before. */
    SWAP,
    /** All rows go into a temporary table; what differs is deleted or written. */
    MERGE,
    /** Changes go into a temporary table, and are deleted or written. */
    INCREMENTAL
  }

  /** Returns the name that reports have. */
  String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
