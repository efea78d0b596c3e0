package dev.pilum.hnsw;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a build: finds the links of new nodes, and makes room in full lists. One
 * thread at a time.
 */
final class BuildWorker {

  /**
   * How many candidates a new node chooses from, as a share of {@code efConstruction}. With half of
   * them searches of one set took 9 % more comparisons for recall .99; with all of them graphs
   * found no more than .004 more (docs/decisions/0018 and 0062).
   */
  private static final double CANDIDATES = 0.6;

  /**
   * At most one in so many links of a full list is dropped, at least one, even where more lead into
   * the same direction. An eighth, a sixteenth or one link: recall is the same to within .002
   * (docs/decisions/0062).
   */
  private static final int FREED = 8;

  private final HeapGraph graph;
  private final HnswParameters parameters;
  private final NodeScorer scorer;
  private final NeighborSelection selection;
  private final GraphWalk walk = new GraphWalk(KernelWarmUp.over());
  private final int breadth;
  private final int[] links;
  private final long[] keys;
  private final float[] distances;

  /** {@code codes} may be {@code null}: vectors are then compared. */
  BuildWorker(VectorBlock block, HeapGraph graph, @Nullable RowCodes codes) {
    this.graph = graph;
    this.parameters = graph.shape().parameters();
    this.scorer = scorer(block, graph, codes);
    int maxLinks = parameters.maxLinks(0);
    this.breadth = Math.max((int) (CANDIDATES * parameters.efConstruction()), maxLinks);
    this.selection =
        new NeighborSelection(scorer(block, graph, codes), graph.shape().metric(), maxLinks);
    this.links = new int[maxLinks + 1];
    this.distances = new float[maxLinks + 8]; // vectors of eight may write behind the last one
    this.keys = new long[Math.max(breadth, maxLinks + 1)];
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
        walk.beam(graph, scorer, nearest, nearest, lc, breadth);
        nearest = walk.pool().key(0);
      } else {
        walk.pool().reset(breadth);
      }
      walk.offerAll(scorer, batch.earlier(slot, lc), batch.earlierCount(slot, lc));
      int found = walk.pool().copyKeys(breadth, keys);
      selection.select(keys, found, parameters.strictLinks(), parameters.newLinks(lc));
      batch.setSelected(slot, lc, selection);
    }
  }

  /**
   * Adds a link from {@code node} to {@code added}; when the list is full, selects anew from all of
   * them, but keeps most of those that are not diverse.
   */
  void connect(int level, int node, int added) {
    int limit = parameters.maxLinks(level);
    int count = graph.copyLinks(level, node, links);
    if (count < limit) {
      graph.appendLink(level, node, count, added);
      return;
    }
    links[count] = added;
    int judged = graph.judgedCount(level, node);
    measure(node, count + 1);
    Arrays.sort(keys, judged, count + 1);
    int least = limit - Math.max(1, limit / FREED);
    selection.selectAgain(keys, graph.diverseCount(level, node), judged, count + 1, limit, least);
    graph.setLinks(
        level,
        node,
        selection.selected(),
        selection.count(),
        selection.diverseCount(),
        selection.count());
  }

  /** Writes the keys of the first {@code count} links, as seen from {@code node}. */
  private void measure(int node, int count) {
    scorer.useRow(node);
    scorer.distancesOf(links, count, distances);
    for (int i = 0; i < count; i++) {
      keys[i] = DistanceKey.of(distances[i], links[i]);
    }
  }
}
