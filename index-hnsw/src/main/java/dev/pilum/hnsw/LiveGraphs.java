package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Graphs over rows that are still in memory. Each goes on where the former one ends, which stays as
 * it is: nobody searches a graph that changes.
 */
public final class LiveGraphs implements VectorIndexProvider {
  /** What {@link #name} returns. */
  public static final String NAME = "hnsw";

  /** Makes a provider; it keeps nothing. */
  public LiveGraphs() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public VectorIndex extend(
      @Nullable VectorIndex former,
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor) {
    HnswGraph graph =
        former == null
            ? HnswBuilder.build(block, metric, parameters, included, threads, monitor)
            : HnswBuilder.extend(
                unmoved(((HnswSearcher) former).graph()),
                block,
                metric,
                parameters,
                included,
                threads,
                monitor);
    return new HnswSearcher(graph, block);
  }

  /** A graph whose rows are where they were. */
  private static FormerGraph unmoved(HnswGraph graph) {
    int[] ordinals = new int[graph.shape().rowCount()];
    Arrays.setAll(ordinals, i -> i);
    return new FormerGraph(graph, ordinals);
  }
}
