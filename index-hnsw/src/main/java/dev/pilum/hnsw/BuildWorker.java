package dev.pilum.hnsw;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a build: finds the links of new nodes, and makes room in full lists. One
 * thread at a time.
 */
final class BuildWorker {

  /**
   * One in so many candidates has its links followed, the nearest ones; the others are only chosen
   * from. Following all of them costs half as many distances again, and graphs built like that find
   * no more than .004 more with the same ef (docs/decisions/0018).
   */
  private static final int FOLLOWED = 2;

  /**
   * At most one in so many links of a full list is dropped, even where more lead into the same
   * direction. On four sets, 5,183 to 20,000 rows, a search with ef 10 then finds up to .010 more,
   * for as many distances as the same recall took before, to within 2 % (docs/decisions/0024).
   */
  private static final int FREED = 4;

  private final HeapGraph graph;
  private final HnswParameters parameters;
  private final NodeScorer scorer;
  private final NeighborSelection selection;
  private final GraphWalk walk = new GraphWalk(KernelWarmUp.over());
  private final int breadth;
  private final int[] links;
  private final long[] keys;
  private final float[] distances = new float[4];

  /** {@code codes} may be {@code null}: vectors are then compared. */
  BuildWorker(VectorBlock block, HeapGraph graph, @Nullable RowCodes codes) {
    this.graph = graph;
    this.parameters = graph.shape().parameters();
    this.scorer = scorer(block, graph, codes);
    int maxLinks = parameters.maxLinks(0);
    this.breadth = Math.max(parameters.efConstruction() / FOLLOWED, maxLinks);
    this.selection =
        new NeighborSelection(scorer(block, graph, codes), graph.shape().metric(), maxLinks);
    this.links = new int[maxLinks + 1];
    this.keys = new long[Math.max(parameters.efConstruction(), maxLinks + 1)];
  }

  static NodeScorer scorer(VectorBlock block, HeapGraph graph, @Nullable RowCodes codes) {
    return codes == null
        ? new ExactScorer(block, graph.shape().metric(), graph)
        : new CodeScorer(codes);
  }

  /**
   * Finds the links of node {@code slot} of {@code batch} in the graph as it stands and among the
   * batch's earlier nodes.
   */
  void plan(InsertBatch batch, int slot) {
    scorer.useRow(batch.ordinal(slot));
    walk.start(graph);
    int level = batch.level(slot);
    int top = graph.entryOrdinal() == HnswGraph.NONE ? -1 : graph.topLevel();
    long nearest = top < 0 ? 0 : walk.score(scorer, graph.entryOrdinal());
    nearest = walk.descend(graph, scorer, nearest, top, level + 1);
    for (int lc = level; lc >= 0; lc--) {
      if (lc <= top) {
        walk.begin(graph, nearest, nearest, parameters.efConstruction());
        walk.widen(graph, scorer, lc, breadth);
        nearest = walk.pool().key(0);
      } else {
        walk.pool().reset(parameters.efConstruction());
      }
      walk.offerAll(scorer, batch.earlier(slot, lc), batch.earlierCount(slot, lc));
      int found = walk.pool().copyKeys(keys.length, keys);
      selection.select(keys, found, parameters.m());
      batch.setSelected(slot, lc, selection.selected(), selection.count());
    }
  }

  /**
   * Adds a link from {@code node} to {@code added}; when the list is full, selects anew from all of
   * them.
   */
  void connect(int level, int node, int added) {
    int limit = parameters.maxLinks(level);
    int count = graph.copyLinks(level, node, links);
    if (count < limit) {
      graph.appendLink(level, node, count, added);
      return;
    }
    links[count] = added;
    sortByDistance(node, count + 1);
    selection.select(keys, count + 1, limit);
    selection.fill(keys, count + 1, limit - limit / FREED);
    graph.setLinks(level, node, selection.selected(), selection.count());
  }

  private void sortByDistance(int node, int count) {
    scorer.useRow(node);
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      scorer.distances4(links, i, distances);
      for (int j = 0; j < 4; j++) {
        keys[i + j] = DistanceKey.of(distances[j], links[i + j]);
      }
    }
    for (; i < count; i++) {
      keys[i] = DistanceKey.of(scorer.distance(links[i]), links[i]);
    }
    Arrays.sort(keys, 0, count);
  }
}
