package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;

/** Compares what a graph file says with what it may say. */
record GraphFileChecks(String file) {

  /** Throws {@link Corruption} unless {@code found} is {@code expected}. */
  void equal(long offsetBytes, String field, long expected, long found) {
    if (expected != found) {
      throw new Corruption(
          file,
          offsetBytes,
          "%s %d (0x%x)".formatted(field, expected, expected),
          "%d (0x%x)".formatted(found, found));
    }
  }

  /**
   * Returns {@code found}, or throws {@link Corruption} unless it lies in {@code [least, most]}.
   */
  int between(long offsetBytes, String field, int least, int most, int found) {
    if (found < least || found > most) {
      throw new Corruption(
          file,
          offsetBytes,
          "%s from %d to %d".formatted(field, least, most),
          Integer.toString(found));
    }
    return found;
  }
}
