package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, passed by a graph that was opened from its file, walked over one-bit codes. */
class OneBitContractTest extends NearestNeighborsContract {

  @TempDir Path folder;

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    HnswGraph built = Graphs.build(block, metric, Codes.ONE_BIT);
    HnswSearcher searcher = new HnswSearcher(Graphs.reopened(built, block, folder, arena), block);
    SearchScratch scratch = new SearchScratch();
    return (query, k, accepted) ->
        searcher.search(query, k, HnswSearcher.defaultEf(k), accepted, scratch);
  }

  /** With 24 coordinates, far fewer than such codes are for. */
  @Override
  double leastRecall() {
    return 0.97;
  }
}
