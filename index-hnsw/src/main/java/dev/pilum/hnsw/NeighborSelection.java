package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;

/*
 * The heuristic of the HNSW paper (algorithm 4): going from the nearest candidate outwards, keep one only if it is nearer to
 * the node than to every neighbour kept so far. Links then point into different directions instead of all into the next
 * cluster, and the graph stays navigable between clusters.
 *
 * Where distances are squared lengths (L2, and cosine on the sphere) a candidate is dropped only if it is nearer to a kept
 * neighbour by a tenth (the alpha of Vamana, Subramanya et al. 2019, section 2.3). Counted on four sets, 5,183 to 20,000
 * rows, m 16: a tenth to a fifth more links, a search with ef 10 finds .90 to .93 instead of .87 to .90, and what it
 * takes for recall .95 is 3 to 6 % fewer distances on three sets, 1 % more on the fourth. A fifth instead of a tenth gains
 * nothing more, and loses at recall .99.
 *
 * A new node's first links are chosen without that: where many candidates lie close together they would else take all places,
 * and walks end before they come to other clusters (docs/decisions/0062). When a list is full, a twentieth has to do for a tenth:
 * walks with a large ef find more then, and those for recall .97 take up to 4 % fewer distances (docs/decisions/0064).
 */
/** Chooses which candidates a node links to. One thread at a time. */
final class NeighborSelection {

  /**
   * How many times as near to a kept neighbour a candidate must be to be dropped, while there is
   * room.
   */
  private static final float RELAXATION = 1.1f;

  /** The same where a list is full. */
  private static final float FULL_RELAXATION = 1.05f;

  private final NodeScorer scorer;
  private final float relaxation;
  private final float fullRelaxation;
  private final float[] distances;
  private final int[] selected;
  private final int[] rest;
  private final boolean[] crowded;
  private final long[] merged;
  private long[] left = new long[0];
  private int count;
  private int diverseCount;

  /**
   * Compares by {@code scorer}, whose distances are those of {@code metric}.
   *
   * @param maxLinks the largest limit that it will be asked for
   */
  NeighborSelection(NodeScorer scorer, Metric metric, int maxLinks) {
    this.scorer = scorer;
    // One minus a dot product has no zero to measure from, and may be negative.
    this.relaxation = metric == Metric.DOT ? 1f : RELAXATION;
    this.fullRelaxation = metric == Metric.DOT ? 1f : FULL_RELAXATION;
    this.distances = new float[maxLinks];
    this.selected = new int[maxLinks + 3];
    this.rest = new int[maxLinks];
    this.crowded = new boolean[maxLinks];
    this.merged = new long[maxLinks + 1];
  }

  /** Returns how many were selected last. */
  int count() {
    return count;
  }

  /** Returns how many of those selected last, the first ones, are diverse; see the selections. */
  int diverseCount() {
    return diverseCount;
  }

  /** Returns the ordinals selected last, valid below {@link #count} until the next selection. */
  int[] selected() {
    return selected;
  }

  /**
   * Selects at most {@code limit} of the first {@code size} candidates, sorted by their distance to
   * the node: first up to {@code strict} without the relaxation, which are {@link #diverseCount}
   * then, so that near ones do not leave far ones without a place; then of the others.
   */
  void select(long[] candidates, int size, int strict, int limit) {
    keep(selected, 0);
    if (left.length < size) {
      left = new long[size];
    }
    int leftCount = 0;
    for (int i = 0; i < size; i++) {
      float distance = DistanceKey.distance(candidates[i]);
      if (count == strict) {
        left[leftCount++] = candidates[i];
        continue;
      }
      float rival = rival(candidates[i], distance);
      if (rival == Float.POSITIVE_INFINITY) {
        selected[count++] = DistanceKey.ordinal(candidates[i]);
      } else if (rival >= distance / relaxation) {
        left[leftCount++] = candidates[i];
      }
    }
    diverseCount = count;
    add(left, leftCount, limit);
  }

  /**
   * Selects from a full list of links and newcomers as the heuristic would from all of them, but
   * compares only those that were not compared when the list was selected; what it selects are
   * {@link #diverseCount} then. Adds the nearest of the others until there are {@code least}.
   *
   * @param keys the links by their distance to the node, in three runs that are sorted: diverse
   *     ones, those that are not beside them, and newcomers
   * @param diverse where the second run begins
   * @param judged where the third run begins
   * @param size where it ends
   */
  void selectAgain(long[] keys, int diverse, int judged, int size, int limit, int least) {
    keep(selected, 0);
    Arrays.fill(crowded, 0, diverse, false);
    int d = 0;
    int other = diverse;
    int newcomer = judged;
    boolean lost = false;
    for (int i = 0; i < size; i++) {
      long nextDiverse = d < diverse ? keys[d] : Long.MAX_VALUE;
      long nextOther = other < judged ? keys[other] : Long.MAX_VALUE;
      long nextNewcomer = newcomer < size ? keys[newcomer] : Long.MAX_VALUE;
      long next = Math.min(nextDiverse, Math.min(nextOther, nextNewcomer));
      merged[i] = next;
      if (next == nextDiverse) {
        if (crowded[d]) {
          lost = true;
        } else if (count < limit) {
          selected[count++] = DistanceKey.ordinal(next);
        }
        d++;
        continue;
      }
      // What was not diverse beside links that are all kept, is not now.
      boolean judge = next == nextNewcomer || lost;
      newcomer += next == nextNewcomer ? 1 : 0;
      other += next == nextNewcomer ? 0 : 1;
      if (judge && count < limit && isDiverse(next, fullRelaxation)) {
        selected[count++] = DistanceKey.ordinal(next);
        crowd(DistanceKey.ordinal(next), keys, d, diverse);
      }
    }
    diverseCount = count;
    fill(merged, size, least);
  }

  /**
   * Marks those of the diverse links from {@code from} on that are no longer so beside one more.
   */
  private void crowd(int added, long[] keys, int from, int to) {
    int left = to - from;
    for (int i = 0; i < left; i++) {
      rest[i] = DistanceKey.ordinal(keys[from + i]);
    }
    scorer.useRow(added);
    scorer.distancesOf(rest, left, distances);
    for (int i = 0; i < left; i++) {
      crowded[from + i] |= distances[i] < DistanceKey.distance(keys[from + i]) / fullRelaxation;
    }
  }

  /** Begins a selection with the first {@code keptCount} of {@code kept}, whatever they are. */
  void keep(int[] kept, int keptCount) {
    System.arraycopy(kept, 0, selected, 0, keptCount);
    count = keptCount;
  }

  /**
   * Goes on selecting, from other candidates than before, sorted by their distance to the node,
   * until there are {@code limit}.
   */
  void add(long[] candidates, int size, int limit) {
    for (int i = 0; i < size && count < limit; i++) {
      if (isDiverse(candidates[i], relaxation)) {
        selected[count++] = DistanceKey.ordinal(candidates[i]);
      }
    }
  }

  /**
   * Adds the nearest of the candidates selected from, however close together, until there are
   * {@code least}.
   */
  void fill(long[] candidates, int size, int least) {
    for (int i = 0; i < size && count < least; i++) {
      int candidate = DistanceKey.ordinal(candidates[i]);
      if (!isSelected(candidate)) {
        selected[count++] = candidate;
      }
    }
  }

  private boolean isSelected(int candidate) {
    for (int i = 0; i < count; i++) {
      if (selected[i] == candidate) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether no kept neighbour is so many times as near to a candidate. */
  private boolean isDiverse(long candidate, float times) {
    float bound = DistanceKey.distance(candidate) / times;
    return rival(candidate, bound) >= bound;
  }

  /**
   * Returns the distance between a candidate and a kept neighbour that is nearer to it than {@code
   * bound}; infinity where there is none.
   */
  private float rival(long candidate, float bound) {
    if (count > 0) {
      scorer.useRow(DistanceKey.ordinal(candidate));
    }
    for (int i = 0; i < count; i += 4) {
      scorer.distances4(selected, i, distances);
      for (int j = 0; j < Math.min(4, count - i); j++) {
        if (distances[j] < bound) {
          return distances[j];
        }
      }
    }
    return Float.POSITIVE_INFINITY;
  }
}
