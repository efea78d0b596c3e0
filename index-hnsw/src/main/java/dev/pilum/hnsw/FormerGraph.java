package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;

/**
 * A graph over rows of which some are gone and the others have moved into another block. Says where
 * each is now.
 */
public final class FormerGraph {
  /** The row is gone. */
  public static final int GONE = -1;

  private final HnswGraph graph;
  private final int[] newOrdinals;

  /**
   * Brings both together.
   *
   * @param graph what is to be carried over; its memory must stay alive meanwhile
   * @param newOrdinals by ordinal in {@code graph}, the ordinal in the other block or {@link
   *     #GONE}; the others ascend. Not copied; must not change
   * @throws InvalidRequest when there is not a number for each row
   */
  public FormerGraph(HnswGraph graph, int[] newOrdinals) {
    if (newOrdinals.length != graph.shape().rowCount()) {
      throw new InvalidRequest(
          "a graph over %d rows needs as many new ordinals, got %d"
              .formatted(graph.shape().rowCount(), newOrdinals.length));
    }
    this.graph = graph;
    this.newOrdinals = newOrdinals;
  }

  HnswGraph graph() {
    return graph;
  }

  int[] newOrdinals() {
    return newOrdinals;
  }
}
