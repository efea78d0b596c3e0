package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A database or library that keeps rows and finds them, used as its authors recommend. Graphs have
 * M 16 and efConstruction 200 where they can be told.
 */
public interface Engine extends AutoCloseable {
  /** Returns its name, as users give it. */
  String name();

  /** Returns what it is. Asked after a store was made, for some know their version only then. */
  About about();

  /** Returns whether its searches compare all rows, so that breadths mean nothing. */
  boolean exact();

  /**
   * Makes an empty store.
   *
   * @param folder a new folder that only this store uses
   * @throws Absent when the engine cannot be used here
   */
  Store create(Path folder, int dimension) throws IOException;

  /**
   * Opens what was made, filled and closed.
   *
   * @throws Unsupported when nothing outlives a close
   */
  Store open(Path folder, int dimension) throws IOException;

  /** Deletes what stores have left outside their folders. */
  @Override
  default void close() throws IOException {}

  /**
   * What an engine is.
   *
   * @param version of the library or server
   * @param settings how it is set up and asked, and what opening it means
   */
  record About(String version, String settings) {}
}
