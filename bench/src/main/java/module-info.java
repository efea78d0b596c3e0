/** Benchmarks against a baseline in the same run. */
module dev.pilum.bench {
  requires dev.pilum.engine;
  requires dev.pilum.hnsw;
  requires dev.pilum.storage;
  requires java.management;
  requires jmh.core;
  requires org.jspecify;
}
