package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;

class HnswlibContractTest extends NearestNeighborsContract {
  private final VectorIndexProvider provider = VectorIndexProvider.named("hnswlib");

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    VectorIndex index =
        provider.extend(
            null,
            block,
            metric,
            HnswParameters.DEFAULT,
            null,
            BuildThreads.CALLER_ONLY,
            (done, total) -> true);
    return (query, k, accepted) -> index.search(query, k, 100, accepted, new SearchScratch());
  }

  @Override
  double leastRecall() {
    return 0.97;
  }
}
