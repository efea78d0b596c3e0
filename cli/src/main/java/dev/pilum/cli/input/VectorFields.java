package dev.pilum.cli.input;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Types;

/** Chooses the type of vector columns that an import creates. */
final class VectorFields {
  private VectorFields() {}

  /**
   * Returns a column of vectors that come as numbers: float32, or bits where {@code metric}
   * measures those.
   */
  static Field of(String name, int dimension, Metric metric) {
    return metric == Metric.HAMMING
        ? Field.of(name, Types.bits(dimension))
        : Field.of(name, Types.vector(dimension)).withMetric(metric);
  }
}
