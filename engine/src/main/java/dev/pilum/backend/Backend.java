package dev.pilum.backend;

/**
 * One open place of collections, made by {@link Backends#open}.
 *
 * <p>Safe for use by many threads. Every method may throw {@link
 * dev.pilum.storage.error.StorageFailure} when the place fails, and {@link
 * dev.pilum.storage.error.Closed} after {@link #close()}. So may those of {@link Namespace} and
 * {@link VectorCollection}.
 */
public interface Backend extends AutoCloseable {
  /** Returns what it can do. */
  BackendCapabilities capabilities();

  /**
   * Returns the collections of one tenant, agent or application, which see nothing of others.
   *
   * @param name 1 to 64 letters, digits, {@code _ . -}; not starting or ending with a dot, not the
   *     name of a device
   */
  Namespace namespace(String name);

  /** Lets go of what this opened. Calling it again does nothing. */
  @Override
  void close();
}
