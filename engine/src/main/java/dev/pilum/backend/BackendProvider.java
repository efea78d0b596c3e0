package dev.pilum.backend;

import java.util.List;

/**
 * A place where collections of vectors can be kept; found by {@link java.util.ServiceLoader} among
 * what is on the class or module path, so a public class with a public constructor without
 * parameters. The contracts in {@code dev.pilum.testkit.contract} say what it must do.
 *
 * <p>Safe for use by many threads.
 */
public interface BackendProvider {
  /**
   * Returns the name that configurations use: lower-case letters, digits and hyphens, starting with
   * a letter. {@code _} and {@code -}, and letter case, are alike to who looks for it.
   */
  String name();

  /** Returns other names that mean the same, such as schemes of URLs. */
  default List<String> aliases() {
    return List.of();
  }

  /**
   * Opens what the configuration says.
   *
   * @return not to be shared with other callers: each closes its own
   * @throws dev.pilum.storage.error.InvalidRequest when a setting is missing, unknown or wrong,
   *     naming it but no password
   * @throws dev.pilum.storage.error.StorageFailure when nobody answers there
   */
  Backend open(BackendConfig config);
}
