package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import org.jspecify.annotations.Nullable;

/** Exact search as one would write it on paper: every row, one at a time, all of them sorted. */
final class Reference {

  private Reference() {}

  static Neighbors nearest(
      VectorBlock block, float[] query, Metric metric, int k, @Nullable AcceptedOrdinals accepted) {
    ExactScorer scorer = new ExactScorer(block, metric, null);
    scorer.useQuery(query);
    NearestHeap heap = new NearestHeap();
    heap.reset(Math.max(1, block.rowCount()));
    for (int ordinal = 0; ordinal < block.rowCount(); ordinal++) {
      if (accepted == null || accepted.contains(ordinal)) {
        heap.offer(DistanceKey.of(scorer.distance(ordinal), ordinal));
      }
    }
    return heap.drain(k);
  }
}
