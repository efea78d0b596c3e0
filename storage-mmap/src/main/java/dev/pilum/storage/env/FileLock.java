package dev.pilum.storage.env;

/** An exclusive lock that is held until closed. */
public interface FileLock extends AutoCloseable {
  /**
   * Returns whether whoever held the lock last may have ended without giving it back: then names
   * that it made may be there though no power cut would leave them. After a power cut what is there
   * is durable, and this may be either. Stores that cannot tell say so each time.
   */
  default boolean isAfterCrash() {
    return true;
  }

  /** Lets go of the lock as a process does that is killed: whoever takes it next is told. */
  default void leave() {
    close();
  }

  /** Gives the lock back; calling it again does nothing. */
  @Override
  void close();
}
