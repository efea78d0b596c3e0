package dev.pilum;

/**
 * One version of a table, unmoved by later writes until closed. Open snapshots hold on to disk
 * space: close them.
 */
public interface Snapshot extends Reader, AutoCloseable {
  /**
   * Lets go of the version; later calls but {@link #schema()} throw {@link
   * dev.pilum.storage.error.Closed}. Calling it again does nothing.
   */
  @Override
  void close();
}
