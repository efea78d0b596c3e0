package dev.pilum.storage.arrow;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.util.function.Supplier;

/**
 * The guard around reading flatbuffers, which have no verifier in Java: wild offsets end as a clean
 * {@link Corruption}.
 */
final class Metadata {
  private Metadata() {}

  /** Returns what {@code read} makes of metadata that {@code file} has at {@code offsetBytes}. */
  static <T> T guarded(String file, long offsetBytes, Supplier<T> read) {
    try {
      return read.get();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new Corruption(
          file,
          offsetBytes,
          "Arrow metadata whose parts lie inside it",
          String.valueOf(e.getMessage()));
    } catch (InvalidRequest e) {
      throw new Corruption(
          file,
          offsetBytes,
          "a schema that Pilum can have written",
          String.valueOf(e.getMessage()));
    }
  }
}
