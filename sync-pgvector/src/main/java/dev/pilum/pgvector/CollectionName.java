package dev.pilum.pgvector;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A collection's name within all namespaces, and the table that it is. In the home namespace the
 * table has the collection's own name, so that everybody finds it; elsewhere it is {@code
 * namespace__collection}, with a hash where that could be read in two ways or is too long.
 *
 * @param namespace its namespace
 * @param collection its name there
 */
record CollectionName(String namespace, String collection) {
  private static final String BETWEEN = "__";
  private static final int HASH_DIGITS = 12;

  /** PostgreSQL cuts longer ones off. */
  private static final int LONGEST = 63;

  /** Returns the table's name. */
  String table(String home) {
    String plain = namespace.equals(home) ? collection : namespace + BETWEEN + collection;
    return isPlain(plain, home) ? plain : Names.suffixed(plain, BETWEEN + hash());
  }

  private boolean isPlain(String plain, String home) {
    if (plain.length() > LONGEST || collection.equals(DdlRenderer.SYNC_TABLE)) {
      return false;
    }
    if (namespace.equals(home)) {
      return !collection.contains(BETWEEN);
    }
    boolean between = namespace.contains(BETWEEN) || collection.contains(BETWEEN);
    return !between && !namespace.endsWith("_") && !collection.startsWith("_");
  }

  private String hash() {
    byte[] bytes = (namespace + "/" + collection).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "").substring(0, HASH_DIGITS);
  }
}
