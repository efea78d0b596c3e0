package dev.pilum.hnswlib;

import com.github.jelmerk.hnswlib.core.SearchResult;
import dev.pilum.hnsw.AcceptedOrdinals;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchPlan;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a graph: all that it had when this was made. Rows that it finds are ranked by
 * their exact distances; where it finds too few, all are compared.
 *
 * <p>Safe for use by many threads.
 */
final class HnswlibIndex implements VectorIndex {
  private final HnswlibGraph graph;
  private final VectorBlock block;
  private final @Nullable AcceptedOrdinals included;
  private final int indexedRows;

  HnswlibIndex(HnswlibGraph graph, VectorBlock block, @Nullable AcceptedOrdinals included) {
    this.graph = graph;
    this.block = block;
    this.included = included;
    this.indexedRows = included == null ? block.rowCount() : included.count(block.rowCount());
  }

  HnswlibGraph graph() {
    return graph;
  }

  @Override
  public int rowCount() {
    return block.rowCount();
  }

  @Override
  public SearchPlan plan(int k, int ef, int acceptedRows) {
    return SearchPlan.of(graph.parameters(), indexedRows, k, ef, acceptedRows);
  }

  @Override
  public Neighbors search(
      float[] query, int k, int ef, @Nullable AcceptedOrdinals accepted, SearchScratch scratch) {
    check(query, k, ef);
    int rows = accepted == null ? indexedRows : accepted.count(block.rowCount());
    return accepted == null
        ? walk(query, Math.min(k, rows), Math.max(k, ef), included, scratch)
        : search(query, k, plan(k, ef, rows), accepted, scratch);
  }

  @Override
  public Neighbors search(
      float[] query, int k, SearchPlan plan, AcceptedOrdinals accepted, SearchScratch scratch) {
    check(query, k, plan.ef());
    int count = Math.min(k, accepted.count(block.rowCount()));
    return plan.method() == SearchPlan.Method.EXACT
        ? compareAll(query, count, accepted, scratch)
        : walk(query, count, plan.nodes(), accepted, scratch);
  }

  private void check(float[] query, int k, int ef) {
    block.checkQuery(query);
    if (k < 1 || ef < 1) {
      throw new InvalidRequest("k and ef must be at least 1, got %d and %d".formatted(k, ef));
    }
  }

  /** Looks at the {@code breadth} nearest nodes, then at all rows if these are not enough. */
  private Neighbors walk(
      float[] query,
      int count,
      int breadth,
      @Nullable AcceptedOrdinals wanted,
      SearchScratch scratch) {
    long[] candidates = new long[(block.rowCount() + 63) >>> 6];
    int accepted = count == 0 ? 0 : collect(query, breadth, wanted, candidates);
    if (accepted < count) {
      return compareAll(query, count, wanted, scratch);
    }
    scratch.noteComparedAll(false);
    return exact(query, count, index -> candidates[index], scratch);
  }

  /** Sets the bits of the rows found that are wanted; returns how many. */
  private int collect(
      float[] query, int breadth, @Nullable AcceptedOrdinals wanted, long[] candidates) {
    int accepted = 0;
    for (SearchResult<HnswlibGraph.Node, Double> result : graph.nearest(query, breadth)) {
      for (int ordinal : result.item().ordinals()) {
        if (ordinal < block.rowCount() && (wanted == null || wanted.contains(ordinal))) {
          candidates[ordinal >>> 6] |= 1L << ordinal;
          accepted++;
        }
      }
    }
    return accepted;
  }

  private Neighbors compareAll(
      float[] query, int count, @Nullable AcceptedOrdinals wanted, SearchScratch scratch) {
    scratch.noteComparedAll(true);
    return exact(query, count, wanted, scratch);
  }

  private Neighbors exact(
      float[] query, int k, @Nullable AcceptedOrdinals accepted, SearchScratch scratch) {
    return ExactSearch.search(
        block,
        query,
        graph.metric(),
        Math.max(1, k),
        accepted,
        scratch.warmUp(),
        scratch::isCancelled);
  }
}
