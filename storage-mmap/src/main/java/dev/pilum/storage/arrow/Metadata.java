package dev.pilum.storage.arrow;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;

/**
 * What becomes of errors from reading flatbuffers, which have no verifier in Java: wild offsets end
 * as a clean {@link Corruption}. Callers catch {@link IndexOutOfBoundsException}, {@link
 * IllegalArgumentException}, {@link NegativeArraySizeException} and {@link InvalidRequest} around
 * all that they read.
 */
final class Metadata {
  private Metadata() {}

  /**
   * Returns the error for metadata that {@code file} has at {@code offsetBytes} and that failed to
   * make sense.
   */
  static Corruption damaged(String file, long offsetBytes, RuntimeException cause) {
    String expected =
        cause instanceof InvalidRequest
            ? "a schema that Pilum can have written"
            : "Arrow metadata whose parts lie inside it";
    return new Corruption(file, offsetBytes, expected, String.valueOf(cause.getMessage()));
  }
}
