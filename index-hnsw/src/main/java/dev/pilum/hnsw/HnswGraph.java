package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import org.jspecify.annotations.Nullable;

/*
 * A hierarchical navigable small world (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
 * using Hierarchical Navigable Small World graphs", 2016): every row is a node of level 0, one in m of these also of level
 * 1, one in m of those also of level 2, and so on. A search starts at the entry node on the top level, goes greedily to the
 * node nearest to the query, steps down a level, and on level 0 widens to a beam of ef nodes.
 *
 * Rows that are equal byte for byte share one node. Left as separate nodes they would fill each other's links and become an
 * island. The node is the lowest of their ordinals; the others hang on it as a chain of ascending ordinals.
 */
/**
 * Which rows of one {@link VectorBlock} are near each other: links, and codes to find the way by,
 * but not the vectors.
 *
 * <p>Immutable and safe for use by many threads, for as long as the memory of an opened graph is
 * alive.
 */
public abstract sealed class HnswGraph implements InverseNorms permits HeapGraph, MappedGraph {

  /**
   * Ends a list of links that is not full, and stands for no entry node and the end of a chain of
   * duplicates.
   */
  static final int NONE = -1;

  private final GraphShape shape;

  HnswGraph(GraphShape shape) {
    this.shape = shape;
  }

  /** Returns what the graph was built over and how. */
  public GraphShape shape() {
    return shape;
  }

  /** Returns the node where searches start, or {@link #NONE} when the graph is empty. */
  abstract int entryOrdinal();

  /** Returns the level of the entry node, the highest of all. */
  abstract int topLevel();

  /**
   * Copies the links of a node to the front of {@code target} and returns how many there are.
   *
   * @throws dev.pilum.storage.error.Corruption when a link leads outside the graph
   */
  abstract int copyLinks(int level, int ordinal, int[] target);

  /**
   * Copies the list of a node's links as it stands to the front of {@code target}: as many as it
   * has room for, {@link #NONE} behind the last. Nobody looks at a link before it is followed, so
   * nobody waits for the memory before that.
   */
  abstract void copyList(int level, int ordinal, int[] target);

  /**
   * Returns the error for a link that {@link #copyList} copied and that leads outside the graph.
   */
  abstract Corruption damagedLink(int level, int ordinal, int place, int found);

  /**
   * Returns the next row equal to the one at {@code ordinal}, or {@link #NONE}; ordinals ascend
   * along the chain.
   */
  abstract int nextDuplicate(int ordinal);

  /** Returns what walks compare instead of the vectors, or {@code null} where it is these. */
  abstract @Nullable WalkCodes codes();

  /** Returns a copy of the codes and what it says about distances, or {@code null}. */
  @Nullable Coded coded() {
    return null;
  }

  /** Returns a copy of the links of level 0 that is faster to read, or {@code null}. */
  @Nullable ShortLinks shortLinks() {
    return null;
  }

  /** Returns whether {@link #copyToHeap} would copy something. */
  boolean wantsHeap(HeapBudget budget) {
    return false;
  }

  /** Has walks read a copy of the codes on the heap, and of the links, if there is room for it. */
  void copyToHeap(HeapBudget budget) {}

  /** Gives the memory of that copy back. */
  void leaveHeap() {}

  /** Returns whether any row has a duplicate. */
  abstract boolean hasDuplicates();

  /**
   * Returns the number of a node's list of links on level 1, behind which those of the levels above
   * follow, or {@link #NONE} when it is on level 0 only. Numbers rise with ordinals.
   */
  abstract int firstUpperList(int ordinal);

  /** Returns how many lists of links there are above level 0. */
  abstract int upperListCount();

  /** Returns whether a node is also on levels above 0. */
  final boolean isOnUpperLevels(int ordinal) {
    return firstUpperList(ordinal) != NONE;
  }
}
