package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.Retention;

/**
 * How far the reader of a change feed has come.
 *
 * @param version it has all changes of versions up to this one
 * @param within how many changes of the next version it has too
 * @param limit the feed holds on to the versions that this retention would keep, and no others
 * @param createdMillis when it was created, in milliseconds since 1970-01-01T00:00Z
 * @param acknowledgedMillis when its reader last said how far it has come; at first, when it was
 *     created
 */
public record FeedRecord(
    long version, long within, Retention limit, long createdMillis, long acknowledgedMillis) {
  /** Returns the same, having come further. */
  public FeedRecord acknowledged(long upTo, long changesWithin, long nowMillis) {
    return new FeedRecord(upTo, changesWithin, limit, createdMillis, nowMillis);
  }
}
