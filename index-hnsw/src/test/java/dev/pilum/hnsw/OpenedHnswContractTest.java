package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, passed by a graph that was opened from its file, walked over its codes. */
class OpenedHnswContractTest extends NearestNeighborsContract {

  @TempDir Path folder;

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    HnswGraph graph = Graphs.reopened(Graphs.build(block, metric), block, folder, arena);
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
