package dev.pilum.pgvector;

/** Whether a mirror may create and drop things in the target by itself. */
public enum DdlMode {
  /**
   * It creates and drops nothing but temporary tables: somebody runs {@link PgMirror#ddl} before.
   */
  MANUAL,
  /** It creates what is missing, and may put a new table in the place of the one it made before. */
  APPLY
}
