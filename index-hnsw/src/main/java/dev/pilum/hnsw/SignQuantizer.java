package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;

/*
 * After RaBitQ (Gao and Long, "RaBitQ: Quantizing High-Dimensional Vectors with a Theoretical Error Bound for Approximate
 * Nearest Neighbor Search", SIGMOD 2024). A vector less the center, r, is turned by a rotation, and of each coordinate the sign is
 * kept. The signs are a direction that has a known angle to r; so for any other vector s, turned alike,
 *
 *   <r, s> is about |r|^2 / (sum of |coordinates of r|) * (sum of s where r has a plus, less the sum of s elsewhere),
 *
 * right on average over all rotations, exact for s = r, and off by some .75 |r| |s| / sqrt(dimension) otherwise. Every row keeps its
 * own |r|^2 / sum, times the factor of its metric, beside the bias that Quantizer explains; here the true length of r is known, so by
 * L2 the bias is |r|^2 and by cosine half of it. A query is written as whole numbers u from -7 to 7 times a step, an error far
 * smaller than that of the signs; what is left to do for each row is to add up u where it has a plus, and that is four
 * ANDs and bit counts for 64 coordinates.
 */
/** Turns vectors into one-bit codes. Immutable and safe for use by many threads. */
final class SignQuantizer {

  private final Metric metric;
  private final Quantizer center;
  private final SignLayout layout;
  private final SignRotation rotation;

  /**
   * @param center what codes are measured from; not copied
   * @param seed of the rotation
   */
  SignQuantizer(Metric metric, float[] center, long seed) {
    this.metric = metric;
    this.center = new Quantizer(metric, center);
    this.layout = new SignLayout(center.length);
    this.rotation = new SignRotation(layout, seed);
  }

  /** Returns the parts of a code. */
  SignLayout layout() {
    return layout;
  }

  /**
   * Turns a vector, and finds out its bias.
   *
   * @param inverseNorm one over its norm, 0 for a zero vector; only cosine asks for it
   * @param target takes the turned vector, its size and its bias
   */
  void turn(
      float[] vector, float inverseNorm, CodeKernels coding, SignKernels kernels, Turned target) {
    float length = metric == Metric.COSINE ? inverseNorm : 1f;
    float largest = coding.subtract(vector, length, center.center(), target.rest);
    target.bias = (float) center.bias(target.rest, InverseNorms.squaredNorm(target.rest));
    float shrink = 1f / largest;
    // Where float32 has no such number the code says nothing, and the bias says how far away that
    // is.
    if (shrink > 0f && shrink <= Float.MAX_VALUE) {
      target.size = largest;
      rotation.turn(target.rest, shrink, kernels, target.between, target.turned);
    } else {
      target.size = 0f;
      Arrays.fill(target.turned, 0f);
    }
  }

  /** Finds out the factor of a row that was turned, and how far its code agrees with it. */
  void measure(Turned row) {
    double squares = InverseNorms.squaredNorm(row.turned);
    double sum = sumOfMagnitudes(row.turned);
    row.factor = sum > 0 ? (float) (center.factor() * row.size * squares / sum) : 0f;
    row.agreement = sum > 0 ? (float) (sum / Math.sqrt(squares * row.turned.length)) : 0f;
  }

  /** In two sums of whole words, for one would wait for each addition. */
  private static double sumOfMagnitudes(float[] values) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < values.length; i += 2) {
      even += Math.abs(values[i]);
      odd += Math.abs(values[i + 1]);
    }
    return even + odd;
  }

  /** A vector on its way to a code, and memory for that. One thread at a time. */
  static final class Turned {
    /** What the code approximates: the vector less the center. */
    final float[] rest;

    final float[] between;

    /** Coordinates after the rotation, in units of {@link #size}. */
    final float[] turned;

    /** The largest component before the rotation; 0 when there is none to write. */
    float size;

    /** What the vector adds to each of its distances. */
    float bias;

    /** By what the sums of a row's signs are multiplied to make a distance. */
    float factor;

    /** How much of a row the direction of its signs is, 0 to 1: the cosine between the two. */
    float agreement;

    Turned(SignLayout layout) {
      rest = new float[layout.dimension()];
      between = new float[layout.bits()];
      turned = new float[layout.bits()];
    }
  }
}
