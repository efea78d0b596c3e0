package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;

/**
 * Kernels over one-bit codes, a word of 64 at a time, with no module beyond java.base.
 *
 * <p>Counting a word's bits is one instruction, so sums are fast here too.
 */
final class ScalarSignKernels implements SignKernels {

  @Override
  public void hadamard(float[] values, int block) {
    hadamard(values, 1, block);
  }

  /**
   * Makes the rounds in which partners are {@code from} and more, but less than {@code to} apart.
   */
  static void hadamard(float[] values, int from, int to) {
    for (int apart = from; apart < to; apart *= 2) {
      for (int start = 0; start < values.length; start += 2 * apart) {
        for (int i = start; i < start + apart; i++) {
          float a = values[i];
          float b = values[i + apart];
          values[i] = a + b;
          values[i + apart] = a - b;
        }
      }
    }
  }

  @Override
  public int planes(float[] values, float steps, long[] planes) {
    int sum = 0;
    for (int w = 0; w < values.length / Long.SIZE; w++) {
      long zero = 0;
      long one = 0;
      long two = 0;
      long three = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        int number = rounded(values[w * Long.SIZE + bit] * steps);
        sum += number;
        zero |= (number & 1L) << bit;
        one |= (number >>> 1 & 1L) << bit;
        two |= (number >>> 2 & 1L) << bit;
        three |= (number >>> 3 & 1L) << bit;
      }
      planes[4 * w] = zero;
      planes[4 * w + 1] = one;
      planes[4 * w + 2] = two;
      planes[4 * w + 3] = three;
    }
    return sum;
  }

  @Override
  public void signs(float[] values, long[] words) {
    for (int w = 0; w < values.length / Long.SIZE; w++) {
      long word = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        word |= (values[w * Long.SIZE + bit] > 0f ? 1L : 0L) << bit;
      }
      words[w] = word;
    }
  }

  private static int rounded(float value) {
    return Float.floatToRawIntBits(value + CodeKernels.ROUNDING) - CodeKernels.ROUNDING_BITS;
  }

  @Override
  public int sum(long[] planes, MemorySegment rows, long offset) {
    return sum(planes, rows, offset, 0);
  }

  /** As {@link #sum(long[], MemorySegment, long)}, from the word {@code from} on. */
  static int sum(long[] planes, MemorySegment rows, long offset, int from) {
    int zero = 0;
    int one = 0;
    int two = 0;
    int three = 0;
    long at = offset + (long) from * Long.BYTES;
    for (int i = from * PLANES; i < planes.length; i += PLANES) {
      long row = rows.get(RowCodes.LONG, at);
      zero += Long.bitCount(row & planes[i]);
      one += Long.bitCount(row & planes[i + 1]);
      two += Long.bitCount(row & planes[i + 2]);
      three += Long.bitCount(row & planes[i + 3]);
      at += Long.BYTES;
    }
    return zero + 2 * one + 4 * two - 8 * three;
  }

  @Override
  public int sum(long[] planes, byte[] rows, int offset) {
    return sum(planes, rows, offset, 0);
  }

  /** As {@link #sum(long[], byte[], int)}, from the word {@code from} on. */
  static int sum(long[] planes, byte[] rows, int offset, int from) {
    int zero = 0;
    int one = 0;
    int two = 0;
    int three = 0;
    int at = offset + from * Long.BYTES;
    for (int i = from * PLANES; i < planes.length; i += PLANES) {
      long row = (long) RowCodes.LONG_IN_ARRAY.get(rows, at);
      zero += Long.bitCount(row & planes[i]);
      one += Long.bitCount(row & planes[i + 1]);
      two += Long.bitCount(row & planes[i + 2]);
      three += Long.bitCount(row & planes[i + 3]);
      at += Long.BYTES;
    }
    return zero + 2 * one + 4 * two - 8 * three;
  }

  @Override
  public void sums(long[] planes, long[] blocks, int from, int[] sums) {
    for (int r = 0; r < BLOCK; r++) {
      int zero = 0;
      int one = 0;
      int two = 0;
      int three = 0;
      int at = from + r;
      for (int i = 0; i < planes.length; i += PLANES) {
        long row = blocks[at];
        zero += Long.bitCount(row & planes[i]);
        one += Long.bitCount(row & planes[i + 1]);
        two += Long.bitCount(row & planes[i + 2]);
        three += Long.bitCount(row & planes[i + 3]);
        at += BLOCK;
      }
      sums[r] = zero + 2 * one + 4 * two - 8 * three;
    }
  }

  @Override
  public long near(
      float[] biases, float[] factors, int from, int[] sums, float step, float plus, float most) {
    long far = 0;
    for (int r = 0; r < BLOCK; r++) {
      float least = biases[from + r] + factors[from + r] * (step * sums[r] + plus);
      far |= (least > most ? 1L : 0L) << r;
    }
    return ~far;
  }
}
