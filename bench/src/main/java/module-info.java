/** Benchmarks against a baseline in the same run. */
module dev.pilum.bench {
  requires dev.pilum.cli;
  requires dev.pilum.engine;
  requires dev.pilum.hnsw;
  requires dev.pilum.storage;
  requires hnswlib.core;
  requires java.logging;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires jmh.core;
  requires jvector;
  requires org.apache.lucene.core;
  requires org.jspecify;

  provides dev.pilum.cli.ann.AnnBench with
      dev.pilum.bench.ann.AnnTrials;
}
