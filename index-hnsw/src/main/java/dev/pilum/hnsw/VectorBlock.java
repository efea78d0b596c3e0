package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The vectors of one segment where they lie: {@code rowCount} rows, one after another, in native
 * memory that somebody else owns.
 *
 * <p>Row {@code r} starts at byte {@code r * rowBytes()} and is {@code dimension} little-endian
 * elements; bits are eight to a byte, the first the highest, and those that fill up the last byte
 * are zero. Rows that hold no vector take up their space too; searches leave them out by their
 * accepted set. The caller keeps the memory alive and unchanged, and lets every thread that
 * searches access it; components are finite.
 *
 * @param vectors native memory, mapped or allocated, of at least {@code rowCount * rowBytes()}
 *     bytes
 * @param element how a component is written
 * @param dimension components per row, at least 1
 * @param rowCount rows, at least 0
 */
public record VectorBlock(MemorySegment vectors, Element element, int dimension, int rowCount) {

  /**
   * Checks that the rows lie inside the memory.
   *
   * @throws InvalidRequest when they do not, or when the memory is on the Java heap
   */
  public VectorBlock {
    Objects.requireNonNull(element, "element");
    if (!vectors.isNative()) {
      throw new InvalidRequest(
          "vectors must lie in native memory, mapped or allocated, not in a Java array");
    }
    if (dimension < 1 || rowCount < 0) {
      throw new InvalidRequest(
          "a vector block needs dimension >= 1 and rowCount >= 0, got %d and %d"
              .formatted(dimension, rowCount));
    }
    long needed = element.bytesOf(dimension);
    if (rowCount > 0 && needed > vectors.byteSize() / rowCount) {
      throw new InvalidRequest(
          "%d rows of %d %s components do not fit in %d bytes"
              .formatted(rowCount, dimension, element, vectors.byteSize()));
    }
  }

  /** Returns the bytes from one row to the next. */
  public long rowBytes() {
    return element.bytesOf(dimension);
  }

  /** Returns the components of one row as numbers. */
  public float[] vector(int ordinal) {
    float[] vector = new float[dimension];
    KernelProvider.forElement(element).load(vectors, ordinal * rowBytes(), dimension, vector);
    return vector;
  }

  /** Throws {@link InvalidRequest} unless {@code metric} measures such elements. */
  public void checkMetric(Metric metric) {
    if (!metric.measures(element)) {
      throw new InvalidRequest(metric + " does not measure vectors of " + element);
    }
  }

  /**
   * Throws {@link InvalidRequest} unless {@code query} has this block's dimension and components
   * that are finite, of bits 0 or 1.
   */
  public void checkQuery(float[] query) {
    if (query.length != dimension) {
      throw new InvalidRequest(
          "the query has dimension %d, the vectors have %d".formatted(query.length, dimension));
    }
    int wrong = firstNotFinite(query);
    if (wrong >= 0) {
      throw new InvalidRequest(
          "component %d of the query is %s; components must be finite"
              .formatted(wrong, query[wrong]));
    }
    for (int i = 0; element == Element.BIT && i < query.length; i++) {
      if (query[i] != 0f && query[i] != 1f) {
        throw new InvalidRequest(
            "component %d of the query is %s; bits are 0 or 1".formatted(i, query[i]));
      }
    }
  }

  /** Returns the place of the first component that is no finite number, or -1. */
  public static int firstNotFinite(float[] vector) {
    // Without a branch for each component, so that the JIT takes many at a time.
    float largest = 0f;
    for (float component : vector) {
      largest = Math.max(largest, Math.abs(component)); // NaN stays
    }
    if (largest <= Float.MAX_VALUE) {
      return -1;
    }
    int place = 0;
    while (Float.isFinite(vector[place])) {
      place++;
    }
    return place;
  }
}
