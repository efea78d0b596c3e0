package dev.pilum.testkit;

/** How an operation of a {@link SimulatedFileStore} goes. */
public enum Fault {
  /** As it should. */
  NONE,
  /**
   * Fails with an I/O error, and may have been done in part. A failed force loses some of the bytes
   * it should have made durable for good, while reads still see them and a second force succeeds:
   * that is what Linux does.
   */
  IO_ERROR,
  /** Fails for want of space, having written a part. */
  NO_SPACE,
  /** A read or map finds the file too short. */
  SHORT_READ,
  /**
   * The power goes off during this operation: it and all later ones throw {@link SimulatedCrash}.
   */
  CRASH,
  /** Does nothing and says nothing; for forces, to check that a test would notice. */
  SILENTLY_SKIPPED
}
