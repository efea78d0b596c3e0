package dev.pilum.storage.wal;

import dev.pilum.storage.error.InvalidRequest;

/**
 * What stands at the beginning of a log file.
 *
 * @param tableId the table that the log belongs to, so that a file copied from elsewhere is noticed
 * @param epoch number of this log, at least 1; it is also its file's name and is never used again
 * @param previousEpoch number of the log that this one goes on from, below {@code epoch}; 0 when
 *     this log needs no other
 * @param previousValidLengthBytes how long the previous log was when this one began, all of it
 *     forced; 0 when there is none
 */
public record LogHeader(
    long tableId, long epoch, long previousEpoch, long previousValidLengthBytes) {
  /** Checks the numbers. */
  public LogHeader {
    if (epoch < 1 || previousEpoch < 0 || previousEpoch >= epoch) {
      throw new InvalidRequest(
          "log epoch %d cannot follow epoch %d; epochs start at 1 and grow"
              .formatted(epoch, previousEpoch));
    }
    boolean lengthFits =
        previousEpoch == 0
            ? previousValidLengthBytes == 0
            : previousValidLengthBytes >= LogFormat.HEADER_BYTES;
    if (!lengthFits) {
      throw new InvalidRequest(
          "log epoch %d cannot be %d bytes long"
              .formatted(previousEpoch, previousValidLengthBytes));
    }
  }

  /**
   * Returns the header of a log that needs no other: a table's first, or one that recovery fills
   * with all that must be kept.
   */
  public static LogHeader first(long tableId, long epoch) {
    return new LogHeader(tableId, epoch, 0, 0);
  }

  /**
   * Returns the header of the log that follows this one, which ended at {@code validLengthBytes}.
   */
  public LogHeader next(long validLengthBytes) {
    return new LogHeader(tableId, epoch + 1, epoch, validLengthBytes);
  }
}
