package dev.pilum.bench.compare.engine;

import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.storage.schema.Metric;

/** Vectors brought to length one, for engines whose cosine is then a dot product. */
final class UnitVector {
  private UnitVector() {}

  /** Returns a vector of length one in the same direction. */
  static float[] of(float[] vector) {
    return VectorSet.prepared(vector, Metric.COSINE);
  }
}
