package dev.pilum.chronicle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What stands for a key inside the map: the key itself up to 63 bytes, its 64-byte SHA-512 beyond.
 * Chronicle Map lays entries out in chunks of the average size and refuses one of more than 64
 * chunks; and lengths tell the two forms apart.
 */
final class StoredKey {
  static final int MAX_BYTES = 64;

  private StoredKey() {}

  static byte[] of(byte[] key) {
    return key.length < MAX_BYTES ? key : digest(key);
  }

  private static byte[] digest(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-512", e);
    }
  }
}
