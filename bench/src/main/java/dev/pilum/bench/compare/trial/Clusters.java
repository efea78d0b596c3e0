package dev.pilum.bench.compare.trial;

import java.util.SplittableRandom;

/**
 * Vectors from a seed, as many as are wanted: Gaussian clusters in a few directions that are
 * stretched over all coordinates, as the vectors of language models have far fewer directions than
 * coordinates.
 */
final class Clusters {
  static final int DIMENSION = 64;
  private static final int DIRECTIONS = 16;
  private static final int CENTRES = 100;
  private static final double WIDTH = 0.6;
  private static final double NOISE = 0.02;

  private Clusters() {}

  /** Returns the vectors that come first with a seed; the clusters are always the same. */
  static float[][] vectors(int count, long seed) {
    SplittableRandom shape = new SplittableRandom(Corpus.SEED);
    float[][] stretch = gaussians(shape, DIRECTIONS, DIMENSION);
    float[][] centres = gaussians(shape, CENTRES, DIRECTIONS);
    SplittableRandom random = new SplittableRandom(seed);
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = vector(centres[random.nextInt(CENTRES)], stretch, random);
    }
    return vectors;
  }

  private static float[] vector(float[] centre, float[][] stretch, SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIRECTIONS; d++) {
      float along = (float) (centre[d] + WIDTH * random.nextGaussian());
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += along * stretch[d][i];
      }
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (NOISE * random.nextGaussian());
    }
    return vector;
  }

  private static float[][] gaussians(SplittableRandom random, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
