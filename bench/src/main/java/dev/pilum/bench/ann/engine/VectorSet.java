package dev.pilum.bench.ann.engine;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;

/**
 * Vectors and what near means among them. Row numbers are places in {@code rows}.
 *
 * @param rows at least one vector, all of one dimension; shared, not copied
 */
public record VectorSet(float[][] rows, Metric metric) {
  public VectorSet {
    if (metric == Metric.HAMMING) {
      throw noBits();
    }
  }

  /** Returns the error for a metric of bits, which are not measured. */
  public static InvalidRequest noBits() {
    return new InvalidRequest("the benchmark measures vectors of numbers; use COSINE, L2 or DOT");
  }

  /** Returns how many coordinates each vector has. */
  public int dimension() {
    return rows[0].length;
  }

  /** Returns how many bytes the vectors take as float32. */
  public long vectorBytes() {
    return (long) rows.length * dimension() * Float.BYTES;
  }

  /** Returns the first vectors, at most {@code count}. */
  public VectorSet first(int count) {
    return new VectorSet(java.util.Arrays.copyOf(rows, Math.min(count, rows.length)), metric);
  }

  /**
   * Returns what an engine without norms of its own should be given instead of {@code vector}: for
   * cosine the vector brought to length one, so that the cheaper dot product orders alike.
   */
  public static float[] prepared(float[] vector, Metric metric) {
    if (metric != Metric.COSINE) {
      return vector;
    }
    double square = 0;
    for (float coordinate : vector) {
      square += (double) coordinate * coordinate;
    }
    float[] unit = vector.clone();
    float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    for (int i = 0; i < unit.length; i++) {
      unit[i] *= scale;
    }
    return unit;
  }
}
