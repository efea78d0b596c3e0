/** Benchmarks against a baseline in the same run. */
module dev.pilum.bench {
  requires com.fasterxml.jackson.databind;
  requires dev.pilum.cli;
  requires dev.pilum.engine;
  requires dev.pilum.hnsw;
  requires dev.pilum.storage;
  requires hnswlib.core;
  requires java.logging;
  requires java.management;
  requires java.sql;
  requires jdk.incubator.vector;
  requires jdk.jfr;
  requires jdk.management;
  requires jmh.core;
  requires jvector;
  requires langchain4j;
  requires langchain4j.core;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;
  requires org.postgresql.jdbc;
  requires org.jspecify;

  provides dev.pilum.cli.ann.AnnBench with
      dev.pilum.bench.ann.AnnTrials;
  provides dev.pilum.cli.compare.CompareBench with
      dev.pilum.bench.compare.CompareTrials;

  opens dev.pilum.bench.compare.report to
      com.fasterxml.jackson.databind;
}
