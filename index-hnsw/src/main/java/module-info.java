/** Nearest neighbours over mapped vectors: SIMD kernels, exact search, HNSW. */
module dev.pilum.hnsw {
  requires jdk.incubator.vector;
  requires transitive dev.pilum.storage;
  requires org.slf4j;
  requires transitive org.jspecify;

  exports dev.pilum.hnsw;

  uses dev.pilum.hnsw.VectorIndexProvider;
}
