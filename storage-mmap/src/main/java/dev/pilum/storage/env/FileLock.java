package dev.pilum.storage.env;

/** An exclusive lock that is held until closed. */
public interface FileLock extends AutoCloseable {
  /** Gives the lock back; calling it again does nothing. */
  @Override
  void close();
}
