package dev.pilum.testkit.keys;

/** Whatever goes wrong in a key map, the database keeps its promises. */
class FailingKeyIndexTest extends KeyIndexContract {
  @Override
  protected String keyIndex() {
    return FailingKeyMaps.NAME;
  }
}
