package dev.pilum.storage.keys;

import dev.pilum.storage.error.InvalidRequest;

/**
 * How large a {@link KeyMap} is going to be, as far as known; maps grow when it was too little.
 *
 * @param keys how many keys, 0 or more
 * @param averageKeyBytes length of a key in canonical bytes, at least 1
 */
public record KeyMapSize(long keys, int averageKeyBytes) {
  public KeyMapSize {
    if (keys < 0 || averageKeyBytes < 1) {
      throw new InvalidRequest(
          "a key map cannot hold %d keys of %d bytes".formatted(keys, averageKeyBytes));
    }
  }
}
