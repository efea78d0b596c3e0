package dev.pilum.engine.read;

/** What a test forces searches to do, whatever it costs, to see that the answer is the same. */
enum Forced {
  /** Nothing: what is least work is done. */
  NOTHING,
  /** Every selected row is compared. */
  EXACT,
  /** Graphs are walked as without a filter, where there are any. */
  WALK,
  /** Graphs are walked until enough selected rows were met, where there are any. */
  LONG_WALK
}
