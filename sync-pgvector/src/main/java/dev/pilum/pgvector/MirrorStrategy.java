package dev.pilum.pgvector;

/** What a mirror sends. */
public enum MirrorStrategy {
  /** All rows of the newest version. */
  FULL,
  /**
   * What has changed since the last mirror: of each key the last change. Needs a key, and one full
   * mirror before.
   */
  INCREMENTAL
}
