package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * A node takes its level and its links along. Where links led to nodes that are gone, the nodes behind these are what the
 * node would have to go to now: links to them are chosen as the builder chooses links, until the node has as many as
 * before (the consolidation of FreshDiskANN, Singh et al. 2021, section 4.2, but links that are left are never given up).
 */
/**
 * The nodes that a new graph takes over from a former one: which they are, their levels, and their
 * links in the new graph.
 *
 * <p>Reading is safe for many threads; each uses its own {@link Worker}.
 */
final class CarriedNodes {

  /** Stands in {@link #former} for a row that was no node of the former graph. */
  private static final int NEW = -1;

  private final HnswGraph graph;
  private final int[] ordinals;
  private final int[] former;
  private int count;

  /**
   * Finds the nodes that are still nodes.
   *
   * @param levels of the new graph, by ordinal, -1 for what is not to be a node
   */
  CarriedNodes(FormerGraph carried, byte[] levels) {
    this.graph = carried.graph();
    this.ordinals = carried.newOrdinals();
    this.former = new int[levels.length];
    Arrays.fill(former, NEW);
    int[] links = new int[graph.shape().parameters().maxLinks(0)];
    for (int ordinal = 0; ordinal < ordinals.length; ordinal++) {
      int now = ordinals[ordinal];
      if (now != FormerGraph.GONE && levels[now] >= 0 && graph.copyLinks(0, ordinal, links) > 0) {
        former[now] = ordinal;
        count++;
      }
    }
  }

  /** Sets the levels of the carried nodes to what they were. */
  void setLevels(byte[] levels) {
    int listsEnd = graph.upperListCount();
    for (int ordinal = ordinals.length - 1; ordinal >= 0; ordinal--) {
      int first = graph.firstUpperList(ordinal);
      int level = first == HnswGraph.NONE ? 0 : listsEnd - first;
      listsEnd -= level;
      checkLevel(level);
      int now = carried(ordinal);
      if (now != NEW) {
        levels[now] = (byte) level;
      }
    }
  }

  private static void checkLevel(int level) {
    if (level < 0 || level > HnswBuilder.MAX_LEVEL) {
      throw new Corruption(
          "the graph that is carried over",
          -1,
          "levels from 0 to " + HnswBuilder.MAX_LEVEL,
          Integer.toString(level));
    }
  }

  /** Returns the new ordinal of a node of the former graph, or {@link #NEW} if it is gone. */
  private int carried(int ordinal) {
    int now = ordinals[ordinal];
    return now != FormerGraph.GONE && former[now] == ordinal ? now : NEW;
  }

  /** Returns how many nodes are carried over. */
  int count() {
    return count;
  }

  /** Returns whether the new graph has this node from the former one. */
  boolean contains(int ordinal) {
    return former[ordinal] != NEW;
  }

  /** Returns those of {@code nodes} that are not carried over. */
  int[] others(int[] nodes) {
    return Arrays.stream(nodes).filter(node -> !contains(node)).toArray();
  }

  /** Carries links over. One thread at a time. */
  final class Worker {
    private final HeapGraph target;
    private final NodeScorer scorer;
    private final NeighborSelection selection;
    private final VisitedMarks seen = new VisitedMarks();
    private final int[] links;
    private final int[] behind;
    private final int[] kept;
    private final int[] candidates;
    private final long[] keys;

    Worker(VectorBlock block, HeapGraph target, @Nullable RowCodes codes) {
      int most = target.shape().parameters().maxLinks(0);
      this.target = target;
      this.scorer = BuildWorker.scorer(block, target, codes);
      this.selection =
          new NeighborSelection(
              BuildWorker.scorer(block, target, codes), target.shape().metric(), most);
      this.links = new int[most];
      this.behind = new int[most];
      this.kept = new int[most];
      this.candidates = new int[most * most];
      this.keys = new long[most * most];
    }

    /** Gives a carried node, on all its levels, the links that it has now. */
    void carry(int node, int level) {
      for (int l = 0; l <= level; l++) {
        carryOn(l, node);
      }
    }

    private void carryOn(int level, int node) {
      int before = graph.copyLinks(level, former[node], links);
      int left = 0;
      for (int i = 0; i < before; i++) {
        int now = carried(links[i]);
        if (now != NEW) {
          kept[left++] = now;
        }
      }
      if (left == before) {
        target.setLinks(level, node, kept, left, 0, 0);
        return;
      }
      int size = candidates(level, node, before, left);
      sort(node, size);
      selection.keep(kept, left);
      selection.add(keys, size, before);
      selection.fill(keys, size, before);
      target.setLinks(level, node, selection.selected(), selection.count(), 0, 0);
    }

    /** Collects the neighbours of lost neighbours, each once; returns how many there are. */
    private int candidates(int level, int node, int before, int left) {
      seen.reset(former.length);
      seen.mark(node);
      for (int i = 0; i < left; i++) {
        seen.mark(kept[i]);
      }
      int size = 0;
      for (int i = 0; i < before; i++) {
        if (carried(links[i]) == NEW) {
          int count = graph.copyLinks(level, links[i], behind);
          for (int j = 0; j < count; j++) {
            int now = carried(behind[j]);
            if (now != NEW && !seen.isMarked(now)) {
              seen.mark(now);
              candidates[size++] = now;
            }
          }
        }
      }
      return size;
    }

    private void sort(int node, int size) {
      scorer.useRow(node);
      for (int i = 0; i < size; i++) {
        keys[i] = DistanceKey.of(scorer.distance(candidates[i]), candidates[i]);
      }
      Arrays.sort(keys, 0, size);
    }
  }
}
