package dev.pilum.testkit.table;

/** What the suite does to a table to find bugs. */
public enum Check {
  /** The power fails at many moments of a history, also during recoveries. */
  CRASH,
  /** Operations of the disk fail, drawn by chance, each in a history of its own. */
  FAULT,
  /** A history without accidents, compared with a model. */
  MODEL,
  /** Consumers of a change feed are killed, and what they copied is compared with their source. */
  REPLICA,
  /** Commits between the operations of flushes and merges. */
  BESIDE,
  /** A bit of a file flips between two openings. */
  DAMAGE,
  /** Somebody else opens the database meanwhile. */
  TWO_OPENERS
}
