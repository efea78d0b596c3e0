package dev.pilum.engine.read;

/** How thoroughly a search looks. */
sealed interface Effort {
  /** As many candidates as suit the number of hits. */
  Effort DEFAULT = new Candidates(0);

  /** Every row is compared: recall 1. */
  Effort EXACT = new Exact();

  /** Every row is compared. */
  record Exact() implements Effort {}

  /**
   * Graphs are walked with so many candidates.
   *
   * @param ef at least 1; 0 to choose by the number of hits
   */
  record Candidates(int ef) implements Effort {}

  /**
   * Graphs are walked with as many candidates as their calibrations say; segments without one are
   * searched exactly.
   *
   * @param recall share of the nearest rows to be found; above 0, below 1
   */
  record Target(double recall) implements Effort {}
}
