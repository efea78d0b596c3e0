package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Distances between a query of several vectors and rows of several: for each vector of the query
 * the distance to the nearest of the row, all of them added up. One thread at a time.
 */
final class MaxSimScorer {
  private final VectorRuns runs;
  private final ExactScorer[] scorers;
  private final @Nullable RowNorms norms;
  private final boolean rises;
  private float[] distances = new float[64];

  /**
   * Compares with {@code queries}, which have been checked.
   *
   * @param known the inverse norms of all vectors, or {@code null}: they are then computed on the
   *     way, once for each row
   */
  MaxSimScorer(
      VectorRuns runs,
      float[][] queries,
      Metric metric,
      @Nullable InverseNorms known,
      KernelWarmUp warmUp) {
    this.runs = runs;
    this.rises = metric != Metric.DOT;
    this.norms = known == null && metric == Metric.COSINE ? new RowNorms(runs.block()) : null;
    this.scorers = new ExactScorer[queries.length];
    for (int i = 0; i < queries.length; i++) {
      scorers[i] = new ExactScorer(runs.block(), metric, norms == null ? known : norms, warmUp);
      scorers[i].useQuery(queries[i]);
    }
  }

  /**
   * Returns the distance of a row that has vectors; infinity, or the distance, when it is beyond
   * {@code bound}.
   */
  float distance(int row, float bound) {
    int start = runs.start(row);
    int count = runs.end(row) - start;
    assert count > 0 : "row " + row + " has no vectors";
    if (distances.length < count) {
      distances = new float[Math.max(count, 2 * distances.length)];
    }
    if (norms != null) {
      norms.compute(start, count);
    }
    double sum = 0;
    for (ExactScorer scorer : scorers) {
      sum += nearest(scorer, start, count);
      // Distances that cannot be negative only add up.
      if (rises && (float) sum > bound) {
        return Float.POSITIVE_INFINITY;
      }
    }
    return (float) sum;
  }

  private float nearest(ExactScorer scorer, int start, int count) {
    scorer.distances(start, count, distances);
    float nearest = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      nearest = Math.min(nearest, distances[i]);
    }
    return nearest;
  }

  /** The norms of the vectors of one row. */
  private static final class RowNorms implements InverseNorms {
    private final VectorBlock block;
    private final VectorKernels kernels;
    private float[] norms = new float[64];
    private int first;

    RowNorms(VectorBlock block) {
      this.block = block;
      this.kernels = KernelProvider.forElement(block.element());
    }

    void compute(int start, int count) {
      first = start;
      if (norms.length < count) {
        norms = new float[Math.max(count, 2 * norms.length)];
      }
      for (int i = 0; i < count; i++) {
        norms[i] =
            InverseNorms.ofSquare(
                kernels.squaredNorm(
                    block.vectors(), (start + i) * block.rowBytes(), block.dimension()));
      }
    }

    @Override
    public float inverseNorm(int ordinal) {
      return norms[ordinal - first];
    }
  }
}
