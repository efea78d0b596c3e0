package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Estimated distances between the query and rows, from the one-bit codes of the rows. One thread at
 * a time.
 *
 * <p>Good for finding the way and for choosing what to look at exactly; not for results.
 */
final class SignScorer implements RowScorer {

  private final SignKernels kernels;
  private final CodeKernels coding;
  private final MemorySegment rows;
  private final byte @Nullable [] array;
  private final long stride;
  private final int tailOffset;
  private final SignQuery query;
  private long[] tails = new long[64];

  /** With the kernels that {@code warmUp} has ready. */
  SignScorer(SignCodes codes, KernelWarmUp warmUp) {
    SignLayout layout = codes.quantizer().layout();
    this.kernels = warmUp.isOver() ? KernelProvider.forSigns() : new ScalarSignKernels();
    this.coding = warmUp.isOver() ? KernelProvider.forCodes() : new ScalarCodeKernels();
    this.rows = codes.rows();
    this.array = codes.array();
    this.stride = codes.stride();
    this.tailOffset = layout.tailOffset();
    this.query = new SignQuery(codes.quantizer());
  }

  @Override
  public void useQuery(float[] newQuery) {
    query.use(newQuery, coding, kernels);
  }

  @Override
  public float distance(int ordinal) {
    return array == null ? mapped(ordinal * stride) : inArray(array, (int) (ordinal * stride));
  }

  @Override
  public void distances4(int[] ordinals, int from, float[] distances) {
    for (int i = 0; i < 4; i++) {
      distances[i] = distance(ordinals[from + i]);
    }
  }

  /*
   * A row takes so many steps that the processor does not get to the next one while it waits for the memory of this one. So the
   * ends of all codes are read first, all of them waiting together: with 384 coordinates they are in the same cache lines.
   */
  @Override
  public void distancesOf(int[] ordinals, int count, float[] distances) {
    if (tails.length < count) {
      tails = new long[Math.max(count, 2 * tails.length)];
    }
    if (array == null) {
      mapped(ordinals, count, distances);
    } else {
      inArray(array, ordinals, count, distances);
    }
  }

  private void mapped(int[] ordinals, int count, float[] distances) {
    for (int i = 0; i < count; i++) {
      tails[i] = rows.get(RowCodes.LONG, ordinals[i] * stride + tailOffset);
    }
    for (int i = 0; i < count; i++) {
      distances[i] = distance(kernels.sum(query.planes(), rows, ordinals[i] * stride), tails[i]);
    }
  }

  private void inArray(byte[] codes, int[] ordinals, int count, float[] distances) {
    for (int i = 0; i < count; i++) {
      int offset = (int) (ordinals[i] * stride) + tailOffset;
      tails[i] = (long) RowCodes.LONG_IN_ARRAY.get(codes, offset);
    }
    for (int i = 0; i < count; i++) {
      int offset = (int) (ordinals[i] * stride);
      distances[i] = distance(kernels.sum(query.planes(), codes, offset), tails[i]);
    }
  }

  private float mapped(long offset) {
    return distance(
        kernels.sum(query.planes(), rows, offset), rows.get(RowCodes.LONG, offset + tailOffset));
  }

  private float inArray(byte[] codes, int offset) {
    return distance(
        kernels.sum(query.planes(), codes, offset),
        (long) RowCodes.LONG_IN_ARRAY.get(codes, offset + tailOffset));
  }

  /** {@code tail} holds the bits of a row's bias, in the lower half, and factor. */
  private float distance(int pluses, long tail) {
    float bias = Float.intBitsToFloat((int) tail) + query.bias();
    float factor = Float.intBitsToFloat((int) (tail >>> 32));
    float distance = bias + factor * (query.step() * pluses - query.sum());
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
  }
}
