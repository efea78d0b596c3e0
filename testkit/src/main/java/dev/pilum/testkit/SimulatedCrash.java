package dev.pilum.testkit;

/**
 * The simulated machine has lost its power. An error and no exception, so that no code under test
 * takes it for one it can handle.
 */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  /** Says when the power went off. */
  public SimulatedCrash(String message) {
    super(message, null, false, false);
  }
}
