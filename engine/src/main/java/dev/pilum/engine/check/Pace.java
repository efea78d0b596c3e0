package dev.pilum.engine.check;

/** How much a check may read, and whether it is to go on. */
@FunctionalInterface
public interface Pace {
  /** As much as it likes. */
  Pace FREE = bytes -> {};

  /**
   * Waits until so many bytes may be read.
   *
   * @throws java.util.concurrent.CancellationException when the check is to be given up
   */
  void spend(long bytes);
}
