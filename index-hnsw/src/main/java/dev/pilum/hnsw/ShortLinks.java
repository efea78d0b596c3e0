package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * A list of links in mapped memory is copied before it is looked at, and read again from the copy. In an array, two bytes a link, it is
 * read where it lies, and most lists lie in one line of the cache instead of two.
 */
/**
 * The links of a graph in an array, two bytes each; for graphs of fewer than 65,536 rows. Immutable
 * and safe for use by many threads.
 */
final class ShortLinks {
  /**
   * Ends a list that is not full, and stands for the lists of a node that has none above level 0.
   */
  static final char NONE = Character.MAX_VALUE;

  private final int m;

  /** The lists of level 0 by ordinal, and behind them those of the levels above by their number. */
  private final char[] links;

  /** The number of a node's list on level 1, behind which those of the levels above follow. */
  private final char[] upperLists;

  private ShortLinks(GraphShape shape, int upperListCount) {
    m = shape.parameters().m();
    links = new char[m * (2 * shape.rowCount() + upperListCount)];
    upperLists = new char[shape.rowCount()];
    Arrays.fill(links, NONE);
    Arrays.fill(upperLists, NONE);
  }

  /** Returns whether two bytes are enough for each link of a graph. */
  static boolean canHold(HnswGraph graph) {
    return graph.shape().rowCount() <= NONE && graph.upperListCount() <= NONE;
  }

  /** Returns how many bytes the links of a graph take. */
  static long heapBytes(HnswGraph graph) {
    long rows = graph.shape().rowCount();
    long lists = 2 * rows + graph.upperListCount();
    return Character.BYTES * (lists * graph.shape().parameters().m() + rows);
  }

  /**
   * Copies the links of a graph that {@link #canHold} allows. Returns {@code null} when one of them
   * is damaged: a walk that comes across it says where.
   */
  static @Nullable ShortLinks of(HnswGraph graph) {
    ShortLinks copy = new ShortLinks(graph.shape(), graph.upperListCount());
    try {
      return copy.copyLists(graph) ? copy : null;
    } catch (Corruption _) {
      return null;
    }
  }

  /**
   * Copies the links of a node that were not marked yet to the front of {@code target}, which has
   * room for a full list, and marks them; returns how many there are.
   */
  int takeUnmarked(VisitedMarks visited, int level, int ordinal, int[] target) {
    return visited.takeUnmarked(links, first(level, ordinal), level == 0 ? 2 * m : m, target);
  }

  private int first(int level, int ordinal) {
    return level == 0
        ? 2 * m * ordinal
        : m * (2 * upperLists.length + upperLists[ordinal] + level - 1);
  }

  /** Returns whether every list of links leads to nodes of its level. */
  private boolean copyLists(HnswGraph graph) {
    byte[] levels = new byte[upperLists.length];
    int next = graph.upperListCount();
    for (int ordinal = upperLists.length - 1; ordinal >= 0; ordinal--) {
      int number = graph.firstUpperList(ordinal);
      if (number != HnswGraph.NONE) {
        if (number < 0 || number >= next || next - number > Byte.MAX_VALUE) {
          return false;
        }
        upperLists[ordinal] = (char) number;
        levels[ordinal] = (byte) (next - number);
        next = number;
      }
    }
    int[] list = new int[2 * m];
    for (int ordinal = 0; ordinal < levels.length; ordinal++) {
      for (int level = 0; level <= levels[ordinal]; level++) {
        int count = graph.copyLinks(level, ordinal, list);
        int first = first(level, ordinal);
        for (int i = 0; i < count; i++) {
          if (levels[list[i]] < level) {
            return false;
          }
          links[first + i] = (char) list[i];
        }
      }
    }
    int entry = graph.entryOrdinal();
    return entry == HnswGraph.NONE || levels[entry] >= graph.topLevel();
  }
}
