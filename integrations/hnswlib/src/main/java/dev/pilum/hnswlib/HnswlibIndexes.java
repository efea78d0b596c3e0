package dev.pilum.hnswlib;

import dev.pilum.hnsw.AcceptedOrdinals;
import dev.pilum.hnsw.BuildMonitor;
import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.HnswParameters;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.hnsw.VectorIndexProvider;
import dev.pilum.storage.schema.Metric;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Has rows in memory found by the graph of <a href="https://github.com/jelmerk/hnswlib">
 * hnswlib-core</a>. It keeps a copy of the vectors on the heap, as float32 whatever the column's
 * type, and compares by loops of its own; what it finds is ranked by Pilum's kernels. Never saved
 * and never loaded: its files are serialised Java.
 */
public final class HnswlibIndexes implements VectorIndexProvider {
  /** Nodes inserted between two looks at whether to go on. */
  private static final int ROWS_PER_REPORT = 256;

  /** Makes a provider; it keeps nothing. */
  public HnswlibIndexes() {}

  @Override
  public String name() {
    return "hnswlib";
  }

  /** {@inheritDoc} Adds the rows on the calling thread. */
  @Override
  public VectorIndex extend(
      @Nullable VectorIndex former,
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor) {
    block.checkMetric(metric);
    HnswlibGraph graph = former == null ? null : ((HnswlibIndex) former).graph();
    if (graph == null || graph.capacity() < block.rowCount()) {
      graph = new HnswlibGraph(block, metric, parameters);
    }
    for (int ordinal = graph.rowCount(); ordinal < block.rowCount(); ordinal++) {
      if (ordinal % ROWS_PER_REPORT == 0 && !goesOn(monitor, ordinal, block.rowCount())) {
        throw new CancellationException("gave up at row " + ordinal);
      }
      graph.add(ordinal, included == null || included.contains(ordinal), block);
    }
    return new HnswlibIndex(graph, block, included);
  }

  private static boolean goesOn(BuildMonitor monitor, int done, int total) {
    return !Thread.currentThread().isInterrupted() && monitor.goOn(done, total);
  }
}
