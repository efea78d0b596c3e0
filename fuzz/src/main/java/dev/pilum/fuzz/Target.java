package dev.pilum.fuzz;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import org.jspecify.annotations.Nullable;

/** A parser that takes any bytes. One thread. */
@FunctionalInterface
interface Target {
  /**
   * Parses an input. Anything else that is thrown is a finding.
   *
   * @throws Corruption when it is no such file of Pilum
   * @throws InvalidRequest when it is nothing that a user may give
   */
  void parse(byte[] input);

  /** Returns why an input is refused, or {@code null} when it is answered. */
  default @Nullable PilumException refusal(byte[] input) {
    try {
      parse(input);
      return null;
    } catch (Corruption | InvalidRequest e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError("refused without a word", e);
      }
      return e;
    }
  }
}
