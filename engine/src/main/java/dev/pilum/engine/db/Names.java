package dev.pilum.engine.db;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.NearestName;
import java.util.List;
import java.util.Set;

/** Names that users give to places in a table's history. */
final class Names {
  private static final int MOST_CHARACTERS = 64;

  private Names() {}

  /**
   * Refuses what cannot be a name.
   *
   * @param what begins the message, such as {@code a tag}
   */
  static void check(String what, String name) {
    boolean allowed =
        !name.isEmpty()
            && name.length() <= MOST_CHARACTERS
            && name.chars().noneMatch(Character::isISOControl);
    if (!allowed) {
      throw new InvalidRequest(
          "%s has 1 to %d characters, none of them a control character, got '%s'"
              .formatted(what, MOST_CHARACTERS, name));
    }
  }

  /** Returns the error for a name that nothing has; {@code remedy} helps where nothing has any. */
  static InvalidRequest unknown(String kind, String name, Set<String> known, String remedy) {
    return new InvalidRequest(
        known.isEmpty()
            ? "there is no %s '%s': the table has none; %s".formatted(kind, name, remedy)
            : "there is no %s '%s'; did you mean '%s'?"
                .formatted(kind, name, NearestName.of(name, List.copyOf(known))));
  }
}
