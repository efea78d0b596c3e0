package dev.pilum.storage.wal;

import dev.pilum.storage.error.InvalidRequest;

/**
 * Which records are to be replayed.
 *
 * @param tableId the table whose log it must be
 * @param floorEpoch the oldest log that may be needed; it, or a later log that needs no other, must
 *     exist. 0 when there may be none yet
 * @param afterSequence records up to this one are not wanted (they are in segments); 0 for all
 */
public record LogRange(long tableId, long floorEpoch, long afterSequence) {
  /** Checks the numbers. */
  public LogRange {
    if (floorEpoch < 0 || afterSequence < 0) {
      throw new InvalidRequest(
          "log range from epoch %d after sequence %d is negative"
              .formatted(floorEpoch, afterSequence));
    }
  }
}
