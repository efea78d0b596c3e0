package dev.pilum.storage.manifest;

/**
 * What is known of one commit, its rows aside.
 *
 * @param version the version that it made
 * @param timeMillis when, in milliseconds since 1970-01-01T00:00Z; never before an earlier commit
 * @param rowsWritten how many rows it wrote
 * @param rowsRemoved how many it deleted or replaced
 */
public record CommitRecord(long version, long timeMillis, long rowsWritten, long rowsRemoved) {}
