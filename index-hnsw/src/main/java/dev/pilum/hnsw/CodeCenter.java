package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;

/*
 * The median of a sample, not the mean: one row of 1e30 among a million would carry the mean so far away that nothing would be
 * left of the others in float32. A median takes no notice.
 */
/** Finds the point that the codes of a block are measured from. */
final class CodeCenter {

  /** The median of a normal component is then off by some 4 % of its deviation. */
  private static final int SAMPLE_ROWS = 1024;

  private CodeCenter() {}

  /**
   * Returns the median of each component over at most 1,024 of {@code nodes}, evenly spaced; for
   * cosine, of vectors at length 1.
   */
  static float[] of(VectorBlock block, Metric metric, int[] nodes) {
    int dimension = block.dimension();
    int count = Math.min(nodes.length, SAMPLE_ROWS);
    float[][] columns = new float[dimension][count];
    VectorKernels kernels = KernelProvider.forElement(block.element());
    float[] vector = new float[dimension];
    for (int i = 0; i < count; i++) {
      long offset = nodes[(int) ((long) i * nodes.length / count)] * block.rowBytes();
      kernels.load(block.vectors(), offset, dimension, vector);
      double squaredNorm = kernels.squaredNorm(block.vectors(), offset, dimension);
      float length = metric == Metric.COSINE ? InverseNorms.ofSquare(squaredNorm) : 1f;
      for (int c = 0; c < dimension; c++) {
        columns[c][i] = vector[c] * length;
      }
    }
    float[] center = new float[dimension];
    for (int c = 0; count > 0 && c < dimension; c++) {
      Arrays.sort(columns[c]);
      center[c] = columns[c][count / 2];
    }
    return center;
  }
}
