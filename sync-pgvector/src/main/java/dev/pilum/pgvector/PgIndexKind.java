package dev.pilum.pgvector;

/** Which kind of index vector columns get in PostgreSQL. */
public enum PgIndexKind {
  /** A graph: good recall, slow to build, slow to write. */
  HNSW,
  /** Lists around centres: quick to build, and only after the rows are there. */
  IVFFLAT,
  /** None: searches are exact. */
  NONE
}
