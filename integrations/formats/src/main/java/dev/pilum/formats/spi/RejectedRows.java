package dev.pilum.formats.spi;

import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.Nullable;

/** Takes rows that cannot be read or written. One thread at a time. */
@FunctionalInterface
public interface RejectedRows {
  /** Takes none: the first one ends the import. */
  RejectedRows NONE =
      (place, line, reason, text, cause) -> {
        throw new InvalidRequest(place + ": " + reason, cause);
      };

  /**
   * Takes a row.
   *
   * @param place file and line, such as {@code docs.csv, line 7}
   * @param line the line, or the row's number from 1
   * @param reason what is wrong with it
   * @param text the row as it stands in the input, or as JSON where that is no text
   * @param cause what was thrown, if anything
   * @throws InvalidRequest when rows are not taken, or no more of them
   */
  void take(String place, long line, String reason, String text, @Nullable Throwable cause);
}
