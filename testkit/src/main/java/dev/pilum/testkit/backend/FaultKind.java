package dev.pilum.testkit.backend;

/**
 * What can go wrong in a {@link SimDatabase}. Those of calls strike at the door, as in a service
 * that keeps the rows elsewhere; those of the disk strike below the engine, which answers as it
 * would on a real one. A call that says it failed has done nothing, unless it is said that it may.
 */
public enum FaultKind {
  /** A write fails with {@code StorageFailure}. */
  VECTOR_STORE_FAIL,
  /** A search fails with {@code StorageFailure}. */
  VECTOR_SEARCH_FAIL,
  /** A search ends with {@code Cancelled}, out of time. */
  VECTOR_SEARCH_TIMEOUT,
  /** The disk fails to create, write, force or rename, and may have done it in part. */
  STORAGE_WRITE_FAIL,
  /** The disk fails to open, read or map a file. */
  STORAGE_READ_FAIL,
  /** The disk fails to delete. */
  STORAGE_DELETE_FAIL,
  /** A read finds bytes missing: {@code Corruption}, or an index made again. */
  STORAGE_CORRUPTION,
  /** The disk is full for one write. */
  STORAGE_DISK_FULL,
  /** An operation of the disk takes up to a second of simulated time. */
  STORAGE_LATENCY,
  /** Any call fails with {@code StorageFailure}: nobody answers. */
  DB_CONNECTION_FAIL,
  /** A read ends with {@code Cancelled}, out of time. */
  DB_QUERY_TIMEOUT,
  /** A write ends with {@code Conflict}: it was chosen to break a deadlock. */
  DB_DEADLOCK,
  /** A write ends with {@code Conflict}: it could not be put in order with others. */
  DB_SERIALIZATION_FAIL,
  /** Any call fails with {@code StorageFailure}: no connection is free. */
  DB_POOL_EXHAUSTED,
  /** Any call fails with {@code StorageFailure} for want of an answer; a write may be done. */
  NETWORK_TIMEOUT,
  /** Any call fails with {@code StorageFailure}, cut off; a write may be done. */
  NETWORK_RESET,
  /** A write fails with {@code StorageFailure}: only a part of it was sent. */
  NETWORK_PARTIAL_WRITE,
  /** Any call ends with {@code OutOfMemoryError}. */
  RESOURCE_OOM,
  /** The process may open no more files: the disk fails to create, open or map. */
  RESOURCE_FILE_LIMIT,
  /** The wall clock jumps, up to an hour either way. */
  TIME_CLOCK_SKEW
}
