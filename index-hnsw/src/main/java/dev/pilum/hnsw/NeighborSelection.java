package dev.pilum.hnsw;

/*
 * The heuristic of the HNSW paper (algorithm 4): going from the nearest candidate outwards, keep one only if it is nearer to
 * the node than to every neighbour kept so far. Links then point into different directions instead of all into the next
 * cluster, and the graph stays navigable between clusters.
 */
/** Chooses which candidates a node links to. One thread at a time. */
final class NeighborSelection {

  private final RowScorer scorer;
  private final float[] distances = new float[4];
  private final int[] selected;
  private int count;

  /** {@code maxLinks} is the largest limit that {@link #select} will be asked for. */
  NeighborSelection(RowScorer scorer, int maxLinks) {
    this.scorer = scorer;
    this.selected = new int[maxLinks];
  }

  /** Returns how many were selected last. */
  int count() {
    return count;
  }

  /** Returns the ordinals selected last, valid below {@link #count} until the next selection. */
  int[] selected() {
    return selected;
  }

  /**
   * Selects at most {@code limit} of the first {@code size} candidates, sorted by their distance to
   * the node.
   */
  void select(long[] candidates, int size, int limit) {
    count = 0;
    for (int i = 0; i < size && count < limit; i++) {
      int candidate = DistanceKey.ordinal(candidates[i]);
      if (isDiverse(candidate, DistanceKey.distance(candidates[i]))) {
        selected[count++] = candidate;
      }
    }
  }

  private boolean isDiverse(int candidate, float toNode) {
    if (count == 0) {
      return true;
    }
    scorer.useRow(candidate);
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      scorer.distances4(selected, i, distances);
      if (distances[0] < toNode
          || distances[1] < toNode
          || distances[2] < toNode
          || distances[3] < toNode) {
        return false;
      }
    }
    for (; i < count; i++) {
      if (scorer.distance(selected[i]) < toNode) {
        return false;
      }
    }
    return true;
  }
}
