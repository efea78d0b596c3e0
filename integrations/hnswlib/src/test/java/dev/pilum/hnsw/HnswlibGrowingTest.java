package dev.pilum.hnsw;

class HnswlibGrowingTest extends GrowingIndexContract {
  @Override
  VectorIndexProvider provider() {
    return VectorIndexProvider.named("hnswlib");
  }
}
