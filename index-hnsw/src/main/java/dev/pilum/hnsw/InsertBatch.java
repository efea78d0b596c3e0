package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * The nodes that are inserted together: each searches the graph as it was before the batch, and
 * knows the earlier nodes of the batch, so that the result does not depend on who inserts which of
 * them when.
 */
final class InsertBatch {

  /**
   * Nodes per batch. More make fewer pauses for many threads, but each node is compared with all
   * earlier ones of its batch.
   */
  static final int CAPACITY = 128;

  private static final int NONE = -1;

  private final byte[] levels;
  private final int mostLinks;
  private final int topLevel;
  private final int[] ordinals = new int[CAPACITY];
  private final int[] selected;
  private final int[] selectedCounts;
  private final int[] diverseCounts;
  private final int[][] members;
  private final int[][] membersBefore;
  private int size;

  /** Of each part the first and the last change, and of each change the next of its part. */
  private int[] heads = new int[0];

  private int[] tails = new int[0];
  private final int[] next;

  /**
   * Makes an empty batch.
   *
   * @param levels the level of each node by ordinal
   * @param mostLinks the most that a node is given on one level
   */
  InsertBatch(byte[] levels, int topLevel, int mostLinks) {
    this.levels = levels;
    this.mostLinks = mostLinks;
    this.topLevel = topLevel;
    this.selected = new int[CAPACITY * (topLevel + 1) * mostLinks];
    this.selectedCounts = new int[CAPACITY * (topLevel + 1)];
    this.diverseCounts = new int[selectedCounts.length];
    this.next = new int[selectedCounts.length * (mostLinks + 1)];
    this.members = new int[topLevel + 1][CAPACITY];
    this.membersBefore = new int[topLevel + 1][CAPACITY];
  }

  /** Takes {@code order[from..to)} as the nodes of the batch. */
  void fill(int[] order, int from, int to) {
    size = to - from;
    System.arraycopy(order, from, ordinals, 0, size);
    for (int level = 0; level <= topLevel; level++) {
      int count = 0;
      for (int slot = 0; slot < size; slot++) {
        membersBefore[level][slot] = count;
        if (level(slot) >= level) {
          members[level][count++] = ordinals[slot];
        }
      }
    }
  }

  int size() {
    return size;
  }

  int ordinal(int slot) {
    return ordinals[slot];
  }

  int level(int slot) {
    return levels[ordinals[slot]];
  }

  /**
   * Returns the batch's nodes of {@code level}; the first {@link #earlierCount} of them come before
   * {@code slot}.
   */
  int[] earlier(int slot, int level) {
    assert slot < size;
    return members[level];
  }

  int earlierCount(int slot, int level) {
    return membersBefore[level][slot];
  }

  /** Keeps what was selected for a node on one level. */
  void setSelected(int slot, int level, NeighborSelection selection) {
    int place = slot * (topLevel + 1) + level;
    System.arraycopy(selection.selected(), 0, selected, place * mostLinks, selection.count());
    selectedCounts[place] = selection.count();
    diverseCounts[place] = selection.diverseCount();
  }

  /**
   * Deals the changes to the graph's lists out to {@code parts} parts, so that all to one list are
   * in the same part, in the order of the batch.
   */
  void deal(int parts) {
    if (heads.length != parts) {
      heads = new int[parts];
      tails = new int[parts];
    }
    Arrays.fill(heads, NONE);
    for (int slot = 0; slot < size; slot++) {
      for (int level = level(slot); level >= 0; level--) {
        int place = slot * (topLevel + 1) + level;
        int change = place * (mostLinks + 1);
        append(change, ordinals[slot] % parts);
        for (int i = 0; i < selectedCounts[place]; i++) {
          append(change + 1 + i, selected[place * mostLinks + i] % parts);
        }
      }
    }
  }

  private void append(int change, int part) {
    if (heads[part] == NONE) {
      heads[part] = change;
    } else {
      next[tails[part]] = change;
    }
    tails[part] = change;
    next[change] = NONE;
  }

  /**
   * Makes the changes of one part: gives the batch's nodes their links, and others those back to
   * them.
   */
  void link(HeapGraph graph, BuildWorker worker, int part) {
    for (int change = heads[part]; change != NONE; change = next[change]) {
      int place = change / (mostLinks + 1);
      int node = ordinals[place / (topLevel + 1)];
      int level = place % (topLevel + 1);
      int from = place * mostLinks;
      int link = change % (mostLinks + 1) - 1;
      if (link >= 0) {
        worker.connect(level, selected[from + link], node);
      } else {
        graph.setLinks(
            level,
            node,
            Arrays.copyOfRange(selected, from, from + mostLinks),
            selectedCounts[place],
            diverseCounts[place],
            diverseCounts[place]);
      }
    }
  }
}
