/** Simulated disk, contracts and models for testing Pilum and its backends. */
@SuppressWarnings("module") // qualified exports name modules that are compiled later
module dev.pilum.testkit {
  requires transitive dev.pilum.engine;
  requires transitive dev.pilum.hnsw;
  requires transitive dev.pilum.storage;
  requires transitive org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires transitive net.jqwik.api;
  requires transitive org.assertj.core;

  provides dev.pilum.backend.BackendProvider with
      dev.pilum.testkit.backend.SimulatedProvider;

  exports dev.pilum.testkit;
  exports dev.pilum.testkit.damage;
  exports dev.pilum.testkit.sim;
  exports dev.pilum.testkit.backend;
  exports dev.pilum.testkit.contract;
  exports dev.pilum.testkit.rows;
  exports dev.pilum.testkit.table;
  exports dev.pilum.testkit.keys to
      dev.pilum.chronicle;
}
