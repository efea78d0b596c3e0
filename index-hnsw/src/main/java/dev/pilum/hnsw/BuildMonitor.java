package dev.pilum.hnsw;

/** Watches a graph being built, and may stop it. */
@FunctionalInterface
public interface BuildMonitor {

  /**
   * Called by the thread that builds, every few hundred rows and at the end.
   *
   * @param inserted nodes inserted so far
   * @param total nodes there will be
   * @return whether to go on; {@code false} ends the build with a {@link
   *     java.util.concurrent.CancellationException}
   */
  boolean goOn(int inserted, int total);
}
