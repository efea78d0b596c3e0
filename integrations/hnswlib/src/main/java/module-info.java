/** Rows in memory found by hnswlib-core. */
module dev.pilum.hnswlib {
  requires dev.pilum.hnsw;
  requires hnswlib.core;
  requires org.jspecify;

  provides dev.pilum.hnsw.VectorIndexProvider with
      dev.pilum.hnswlib.HnswlibIndexes;
}
