/** Simulated disk, contracts and models for testing Pilum and its backends. */
module dev.pilum.testkit {
  requires transitive dev.pilum.engine;
  requires transitive dev.pilum.hnsw;
  requires transitive dev.pilum.storage;
  requires transitive org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires transitive net.jqwik.api;
  requires transitive org.assertj.core;

  exports dev.pilum.testkit;
}
