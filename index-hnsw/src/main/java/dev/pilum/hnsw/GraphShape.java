package dev.pilum.hnsw;

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
    HnswParameters parameters) {}
