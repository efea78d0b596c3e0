package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;

/**
 * What a graph was built over and how.
 *
 * @param metric what near means in it
 * @param element element type of the vectors
 * @param dimension components per vector
 * @param rowCount rows of the block, whether in the graph or not
 * @param indexedRowCount rows that the graph can return
 * @param nodeCount nodes: indexed rows less those equal to an earlier one
 * @param parameters how it was built
 */
public record GraphShape(
    Metric metric,
    Element element,
    int dimension,
    int rowCount,
    int indexedRowCount,
    int nodeCount,
    HnswParameters parameters) {

  /**
   * Throws {@link InvalidRequest} unless a graph over {@code block} by {@code other} has the metric
   * and the kind of vectors that this one has.
   */
  void checkRelated(VectorBlock block, Metric other) {
    if (metric != other || dimension != block.dimension() || element != block.element()) {
      throw new InvalidRequest(
          "a graph by %s of %d %s components cannot go on as one by %s of %d %s"
              .formatted(metric, dimension, element, other, block.dimension(), block.element()));
    }
  }

  /** Throws {@link InvalidRequest} unless {@code block} has the shape the graph was built over. */
  void checkBlock(VectorBlock block) {
    if (rowCount != block.rowCount()
        || dimension != block.dimension()
        || element != block.element()) {
      throw new InvalidRequest(
          "the graph was built over %d rows of %d %s components, the block has %d rows of %d %s"
              .formatted(
                  rowCount,
                  dimension,
                  element,
                  block.rowCount(),
                  block.dimension(),
                  block.element()));
    }
  }
}
