package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;

/** The contract, passed by a graph that was just built. */
class HnswContractTest extends NearestNeighborsContract {

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    HnswGraph graph = Graphs.build(block, metric);
    HnswSearcher searcher = new HnswSearcher(graph, block);
    SearchScratch scratch = new SearchScratch();
    return (query, k, accepted) ->
        searcher.search(query, k, HnswSearcher.defaultEf(k), accepted, scratch);
  }

  @Override
  double leastRecall() {
    return 0.99;
  }
}
