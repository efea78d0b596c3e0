package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;

/** Builds graphs for tests. */
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
}
