package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names and texts as SQL wants them. */
final class Names {
  /** PostgreSQL cuts longer names off, without a word. */
  private static final int LONGEST_BYTES = 63;

  private static final int HASH_DIGITS = 8;

  private Names() {}

  /** Throws {@link InvalidRequest} unless PostgreSQL takes the name as it is. */
  static void check(String what, String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > LONGEST_BYTES || name.indexOf('\0') >= 0) {
      throw new InvalidRequest(
          "%s '%s' has %d bytes; a name in PostgreSQL has 1 to %d, none of them zero"
              .formatted(what, name, bytes, LONGEST_BYTES));
    }
  }

  /** Returns a name in quotes. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Returns a name within a schema, in quotes. */
  static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /** Returns a text in quotes. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * Returns a name made of another and a suffix; where both do not fit the name is cut, and has a
   * hash of itself, so that names that begin alike stay two.
   */
  static String distinct(String name, String suffix) {
    if ((name + suffix).getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES) {
      return name + suffix;
    }
    byte[] whole = name.getBytes(StandardCharsets.UTF_8);
    String hash = UUID.nameUUIDFromBytes(whole).toString().substring(0, HASH_DIGITS);
    return suffixed(name, "_" + hash + suffix);
  }

  /** Returns a name made of another and a suffix, cut so that both fit. */
  static String suffixed(String name, String suffix) {
    String kept = name;
    while ((kept + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept + suffix;
  }
}
