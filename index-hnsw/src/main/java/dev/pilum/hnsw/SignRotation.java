package dev.pilum.hnsw;

import java.util.SplittableRandom;

/*
 * Signs tell the more about a vector the more evenly it is spread over its coordinates, so it is turned first, in a direction that
 * has nothing to do with the data. A random matrix would take dimension^2 steps for each query. Instead signs are changed at random
 * and blocks go through a Hadamard transform, in which each coordinate becomes a sum of all of its block; then coordinates are
 * dealt out anew and it is done once more, so that each result depends on all coordinates: dimension * log(block) steps. Lengths
 * and angles stay what they are.
 */
/**
 * Turns vectors in a direction drawn from a seed: the same seed and dimension always give the same
 * direction. Immutable and safe for use by many threads.
 */
final class SignRotation {

  private final long seed;
  private final int block;
  private final float[] firstSigns;
  private final float[] secondSigns;
  private final int[] places;

  SignRotation(SignLayout layout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int bits = layout.bits();
    this.seed = seed;
    this.block = Integer.lowestOneBit(bits);
    this.firstSigns = signs(random, bits);
    this.secondSigns = signs(random, bits);
    this.places = places(random, bits);
  }

  /** Returns the seed it was drawn from. */
  long seed() {
    return seed;
  }

  /**
   * Turns a vector.
   *
   * @param vector as many components as the layout says
   * @param length by what it is multiplied, so that none is above 1
   * @param between memory for as many floats as the layout has bits
   * @param turned takes as many coordinates as the layout has bits
   */
  void turn(float[] vector, float length, SignKernels kernels, float[] between, float[] turned) {
    for (int i = 0; i < vector.length; i++) {
      between[i] = vector[i] * length * firstSigns[i];
    }
    for (int i = vector.length; i < between.length; i++) {
      between[i] = 0f;
    }
    kernels.hadamard(between, block);
    for (int i = 0; i < turned.length; i++) {
      turned[i] = between[places[i]] * secondSigns[i];
    }
    kernels.hadamard(turned, block);
  }

  /** Returns signs that also take back by how much a Hadamard transform makes vectors longer. */
  private float[] signs(SplittableRandom random, int count) {
    float size = (float) (1 / Math.sqrt(block));
    float[] signs = new float[count];
    for (int i = 0; i < count; i++) {
      signs[i] = random.nextBoolean() ? size : -size;
    }
    return signs;
  }

  private static int[] places(SplittableRandom random, int count) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      places[i] = places[other];
      places[other] = i;
    }
    return places;
  }
}
