package dev.pilum.testkit.keys;

import dev.pilum.storage.keys.KeyMapProvider;

/**
 * Holds the contract against the plainest map there is, so that the contract asks for nothing
 * peculiar to one library.
 */
class HashKeyMapTest extends KeyMapContract {
  private final HashKeyMaps provider = new HashKeyMaps();

  @Override
  protected KeyMapProvider provider() {
    return provider;
  }
}
