package dev.pilum.storage.keys;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A way to keep a {@link KeyMap}; found by {@link ServiceLoader} among what is on the class or
 * module path.
 */
public interface KeyMapProvider {
  /** Whether a map just opened may be asked. */
  enum Content {
    /** It holds exactly the keys of the stamp. */
    CURRENT,
    /**
     * It is empty, because it is new or because what was there could not be trusted: put every key
     * before asking.
     */
    MISSING
  }

  /**
   * What {@link #open} found.
   *
   * @param map the map, the caller's to close
   * @param content whether it must be filled first
   */
  record Opened(KeyMap map, Content content) {}

  /** Returns the provider's name in lower case, such as {@code chronicle}. */
  String name();

  /**
   * Opens the map kept at {@code file}. A map that is not there, was not sealed, or carries another
   * stamp is deleted and made anew, empty. It may keep further files whose names start with that of
   * {@code file}; while open, no other process may open it.
   *
   * @param stamp which state of the table the caller wants
   * @throws InvalidRequest when the JVM lacks what the provider needs, with the flags to add
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  Opened open(Path file, KeyMapStamp stamp, KeyMapSize size);

  /**
   * Returns the provider of this name.
   *
   * @throws InvalidRequest when there is none, with the names there are
   */
  static KeyMapProvider named(String name) {
    List<String> others = new ArrayList<>();
    for (KeyMapProvider provider : ServiceLoader.load(KeyMapProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
      others.add(provider.name());
    }
    throw new InvalidRequest(
        "there is no key index '%s' on the class or module path, only builtin%s: choose one of them, or add the dependency dev.pilum:pilum-%s"
            .formatted(name, others.isEmpty() ? "" : " and " + String.join(", ", others), name));
  }
}
