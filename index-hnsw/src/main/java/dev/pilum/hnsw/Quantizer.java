package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;

/*
 * A vector x is written as center + scale * code. The center is one for all vectors, so that the code spends its bits on what
 * tells them apart; the scale is x's own, so that its largest component becomes 127 and long and short vectors are written
 * equally well. Cosine codes the vector at length 1.
 *
 * Every metric is then bias(x) + bias(y) + factor * scale(x) * scale(y) * <code(x), code(y)>, the last a sum of whole numbers:
 *
 *   L2      |x - y|^2 of the two as written: bias = |scale * code|^2, factor -2. The length is that of the code, not of the
 *           vector: the error then shrinks with the distance, where a search needs it small.
 *   cosine  half of L2 at length 1: bias = |scale * code|^2 / 2, factor -1.
 *   dot     1 - <x, y>, with x = center + r: bias = 1/2 - <center, r> - |center|^2 / 2, factor -1.
 *
 * The same row is coded alike as a row and as a query, so the builder compares codes with codes.
 */
/** Turns vectors into int8 codes. Immutable and safe for use by many threads. */
final class Quantizer {

  private static final float LARGEST = 127f;

  private final Metric metric;
  private final float[] center;
  private final double squaredCenterNorm;

  /** {@code center} is not copied. */
  Quantizer(Metric metric, float[] center) {
    this.metric = metric;
    this.center = center;
    this.squaredCenterNorm = InverseNorms.squaredNorm(center);
  }

  /** Returns the point that codes are measured from. */
  float[] center() {
    return center;
  }

  /** Returns what makes one-bit codes measured from the same point. */
  SignQuantizer signs(long seed) {
    return new SignQuantizer(metric, center, seed);
  }

  /** Returns whether {@link #encode} looks at norms. */
  boolean asksForNorms() {
    return metric == Metric.COSINE;
  }

  /** Returns by what the products of scales and sums are multiplied to make a distance. */
  float factor() {
    return switch (metric) {
      case L2 -> -2f;
      case COSINE, DOT -> -1f;
      case HAMMING -> throw bitsHaveNoCodes();
    };
  }

  /**
   * Codes a vector.
   *
   * @param inverseNorm one over its norm, 0 for a zero vector; anything where nobody {@link
   *     #asksForNorms}
   * @param kernels do the work
   * @param target takes the code
   */
  void encode(float[] vector, float inverseNorm, CodeKernels kernels, Code target) {
    float length = asksForNorms() ? inverseNorm : 1f;
    float largest = kernels.subtract(vector, length, center, target.rest);
    float steps = LARGEST / largest;
    // Where float32 has no such scale the code is zeros, and the bias says how far away that is.
    if (steps > 0f && steps <= Float.MAX_VALUE) {
      target.scale = largest / LARGEST;
      int squares = kernels.round(target.rest, steps, target.components);
      target.bias = (float) bias(target.rest, (double) target.scale * target.scale * squares);
    } else {
      target.scale = 0f;
      Arrays.fill(target.components, (short) 0);
      target.bias = (float) bias(target.rest, InverseNorms.squaredNorm(target.rest));
    }
  }

  /**
   * Returns what a vector adds to each of its distances; {@code squaredLength} is that of {@code
   * rest} as it is written.
   */
  double bias(float[] rest, double squaredLength) {
    return switch (metric) {
      case L2 -> squaredLength;
      case COSINE -> squaredLength / 2;
      case DOT -> 0.5 - centerDot(rest) - squaredCenterNorm / 2;
      case HAMMING -> throw bitsHaveNoCodes();
    };
  }

  private static AssertionError bitsHaveNoCodes() {
    return new AssertionError("bits are as small as any code");
  }

  private double centerDot(float[] rest) {
    double sum = 0;
    for (int i = 0; i < center.length; i++) {
      sum += (double) center[i] * rest[i];
    }
    return sum;
  }
}
