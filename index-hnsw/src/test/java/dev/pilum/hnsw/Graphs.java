package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Builds graphs for tests, and looks at them. */
final class Graphs {

  private Graphs() {}

  /** Builds with the defaults, over all rows, on the calling thread. */
  static HnswGraph build(VectorBlock block, Metric metric) {
    return HnswBuilder.build(
        block,
        metric,
        HnswParameters.DEFAULT,
        null,
        BuildThreads.CALLER_ONLY,
        (inserted, total) -> true);
  }

  /** Returns the nodes that the links of level 0 lead to from the entry. */
  static BitSet reachable(HnswGraph graph) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    int[] links = new int[graph.shape().parameters().maxLinks(0)];
    seen.set(graph.entryOrdinal());
    open.add(graph.entryOrdinal());
    while (!open.isEmpty()) {
      int count = graph.copyLinks(0, open.remove(), links);
      for (int i = 0; i < count; i++) {
        if (!seen.get(links[i])) {
          seen.set(links[i]);
          open.add(links[i]);
        }
      }
    }
    return seen;
  }
}
