package dev.pilum.hnsw;

class LiveGraphsTest extends GrowingIndexContract {
  @Override
  VectorIndexProvider provider() {
    return VectorIndexProvider.named(LiveGraphs.NAME);
  }
}
