package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * A list of links in mapped memory is copied before it is looked at, and read again from the copy. In an array, two bytes a link, it is
 * read where it lies, and most lists lie in one line of the cache instead of two.
 */
/**
 * The links of level 0 of a graph in an array, two bytes each; for graphs of fewer than 65,536
 * rows. Immutable and safe for use by many threads.
 */
final class ShortLinks {
  /** Ends a list that is not full. */
  static final char NONE = Character.MAX_VALUE;

  private final char[] links;
  private final int maxLinks;

  private ShortLinks(char[] links, int maxLinks) {
    this.links = links;
    this.maxLinks = maxLinks;
  }

  /** Returns whether two bytes are enough for each link of a graph. */
  static boolean canHold(GraphShape shape) {
    return shape.rowCount() <= NONE;
  }

  /** Returns how many bytes the links of a graph take. */
  static long heapBytes(GraphShape shape) {
    return (long) Character.BYTES * shape.parameters().maxLinks(0) * shape.rowCount();
  }

  /**
   * Copies the links of a graph that {@link #canHold} allows. Returns {@code null} when one of them
   * is damaged: a walk that comes across it says where.
   */
  static @Nullable ShortLinks of(HnswGraph graph) {
    int maxLinks = graph.shape().parameters().maxLinks(0);
    int rowCount = graph.shape().rowCount();
    int[] list = new int[maxLinks];
    char[] links = new char[maxLinks * rowCount];
    Arrays.fill(links, NONE);
    try {
      for (int ordinal = 0; ordinal < rowCount; ordinal++) {
        int count = graph.copyLinks(0, ordinal, list);
        for (int i = 0; i < count; i++) {
          links[ordinal * maxLinks + i] = (char) list[i];
        }
      }
    } catch (Corruption _) {
      return null;
    }
    return new ShortLinks(links, maxLinks);
  }

  /**
   * Copies the links of a node that were not marked yet to the front of {@code target}, which has
   * room for a full list, and marks them; returns how many there are.
   */
  int takeUnmarked(VisitedMarks visited, int ordinal, int[] target) {
    return visited.takeUnmarked(links, ordinal * maxLinks, maxLinks, target);
  }
}
