package dev.pilum.hnsw;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Builds graphs for tests, and looks at them. */
final class Graphs {

  private Graphs() {}

  /** Builds with the defaults, over all rows, on the calling thread. */
  static HnswGraph build(VectorBlock block, Metric metric) {
    return build(block, metric, HnswParameters.DEFAULT.codes());
  }

  /** As {@link #build(VectorBlock, Metric)}, with codes or without. */
  static HnswGraph build(VectorBlock block, Metric metric, Codes codes) {
    return HnswBuilder.build(
        block,
        metric,
        HnswParameters.DEFAULT.withCodes(codes),
        null,
        BuildThreads.CALLER_ONLY,
        (inserted, total) -> true);
  }

  /** Writes a graph to a folder and opens it, with its codes. */
  static HnswGraph reopened(HnswGraph built, VectorBlock block, Path folder, Arena arena) {
    FileStore files = DiskFileStore.open(folder);
    String name = "graph-" + files.list("").size();
    HnswGraphFile.write(files, name, built, block);
    return HnswGraphFile.open(files, name, arena);
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
