package dev.pilum.hnsw;

import java.util.BitSet;

/*
 * Nothing in the algorithm keeps level 0 in one piece: when tight clusters lie far apart, the selection heuristic may drop the
 * last link into one of them. Searches in the other clusters would never see it, and a filtered search could not promise to find what is
 * there. So after the last insertion, every node that the entry does not lead to is given a link from a near one that it does lead to.
 */
/** Makes every node reachable from the entry node along the links of level 0. One thread. */
final class GraphRepair {

  private final HeapGraph graph;
  private final NodeScorer scorer;
  private final GraphWalk walk = new GraphWalk(KernelWarmUp.over());
  private final BitSet reached = new BitSet();
  private final int[] links;
  private final int[] open;

  GraphRepair(VectorBlock block, HeapGraph graph) {
    this.graph = graph;
    this.scorer = new ExactScorer(block, graph.shape().metric(), graph);
    this.links = new int[graph.shape().parameters().maxLinks(0)];
    this.open = new int[graph.shape().nodeCount()];
    walk.start(graph);
  }

  /**
   * Adds the links that are missing to reach each of {@code nodes}; the graph must have an entry.
   */
  void connect(int[] nodes) {
    flood(graph.entryOrdinal());
    for (int node : nodes) {
      if (!reached.get(node)) {
        bridge(node, nodes);
        flood(node);
      }
    }
  }

  private void flood(int start) {
    int size = 0;
    reached.set(start);
    open[size++] = start;
    while (size > 0) {
      int count = graph.copyLinks(0, open[--size], links);
      for (int i = 0; i < count; i++) {
        if (!reached.get(links[i])) {
          reached.set(links[i]);
          open[size++] = links[i];
        }
      }
    }
  }

  private void bridge(int island, int[] nodes) {
    scorer.useRow(island);
    long entry = walk.score(scorer, graph.entryOrdinal());
    walk.beam(graph, scorer, entry, entry, 0, graph.shape().parameters().efConstruction());
    CandidatePool shore = walk.pool();
    for (int rank = 0; rank < shore.size(); rank++) {
      int node = DistanceKey.ordinal(shore.key(rank));
      if (appended(node, island)) {
        appended(island, node);
        return;
      }
    }
    bridgeFromAnywhere(island, nodes);
  }

  /**
   * The nearest are all full: any node will do. A list that overflowed has room again unless all
   * its links are diverse, so there is one.
   */
  private void bridgeFromAnywhere(int island, int[] nodes) {
    for (int node : nodes) {
      if (reached.get(node) && appended(node, island)) {
        return;
      }
    }
  }

  private boolean appended(int node, int link) {
    int count = graph.copyLinks(0, node, links);
    if (count == links.length) {
      return false;
    }
    graph.appendLink(0, node, count, link);
    return true;
  }
}
