package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * A component is off by at most half a step of its row's scale, so a vector of n components is no farther than sqrt(n) / 2 scales from
 * what its code says. Where codes are made that distance is measured (RowCoder), and is about .58 of this; but the vectors of a graph in a
 * file are far more to read than its codes.
 */
/** Tells how far at most the vectors of a graph's rows are from their int8 codes. */
final class CodeReach {
  /** Half a step, and what float32 rounds off on the way to it. */
  private static final double HALF_A_STEP = 0.501;

  /** More than the length that a bias is made of loses as float32. */
  private static final double ROUNDED = 1e-6;

  /** So many rows, evenly spaced, say what is usual. */
  private static final int SAMPLE = 1_024;

  /** Codes of rows whose scale is so many times that of nine in ten are not made use of. */
  private static final float UNUSUAL = 3f;

  /** Where codes of more than one row in so many say nothing, none are made use of. */
  private static final int MOST_UNSAID = 8;

  private CodeReach() {}

  /**
   * Returns codes with what they say about distances, or {@code null} where they say too little.
   *
   * @param codes in an array, as a graph has them
   * @param norms of the vectors; asked by cosine only
   */
  static @Nullable Coded of(RowCodes codes, Metric metric, int rowCount, InverseNorms norms) {
    float most = UNUSUAL * usualScale(codes, rowCount);
    long[] unsaid = new long[(rowCount + Long.SIZE - 1) / Long.SIZE];
    int unsaidCount = 0;
    float largestScale = 0f;
    double longest = 0;
    for (int row = 0; row < rowCount; row++) {
      float scale = scale(codes, row);
      float bias = bias(codes, row);
      if (scale > 0f
          && scale <= most
          && Float.isFinite(bias)
          && (metric != Metric.COSINE || norms.inverseNorm(row) > 0f)) {
        largestScale = Math.max(largestScale, scale);
        longest = Math.max(longest, length(codes, metric, row, scale, bias));
      } else {
        unsaid[row / Long.SIZE] |= 1L << row;
        unsaidCount++;
      }
    }
    if (unsaidCount > rowCount / MOST_UNSAID) {
      return null;
    }
    double error = HALF_A_STEP * Math.sqrt(codes.layout().dimension()) * largestScale;
    Coded.Reach reach = new Coded.Reach((float) error, (float) (longest * (1 + ROUNDED)));
    return new Coded(
        codes,
        null,
        unsaidCount == 0 ? null : unsaid,
        new float[0],
        metric,
        rowCount,
        rowCount,
        reach);
  }

  /** Returns the scale that nine in ten rows do not exceed, as far as a sample tells. */
  private static float usualScale(RowCodes codes, int rowCount) {
    float[] scales = new float[Math.min(SAMPLE, rowCount)];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(codes, (int) ((long) i * rowCount / scales.length));
    }
    Arrays.sort(scales);
    return scales.length == 0 ? 0f : scales[(int) (0.9 * scales.length)];
  }

  private static float scale(RowCodes codes, int row) {
    return codes.rows().get(RowCodes.FLOAT, offset(codes, row) + codes.layout().scaleOffset());
  }

  private static float bias(RowCodes codes, int row) {
    return codes.rows().get(RowCodes.FLOAT, offset(codes, row) + codes.layout().biasOffset());
  }

  private static long offset(RowCodes codes, int row) {
    return (long) row * codes.layout().rowBytes();
  }

  /** Returns how far what a code says is from the center; see {@link Quantizer#bias}. */
  private static double length(RowCodes codes, Metric metric, int row, float scale, float bias) {
    return switch (metric) {
      case L2 -> Math.sqrt(bias);
      case COSINE -> Math.sqrt(2.0 * bias);
      case DOT -> scale * Math.sqrt(squares(codes, row));
      case HAMMING -> throw new AssertionError("bits have no codes");
    };
  }

  private static int squares(RowCodes codes, int row) {
    byte[] array = codes.array();
    assert array != null : "codes are in an array";
    int from = row * codes.layout().rowBytes();
    int sum = 0;
    for (int i = from; i < from + codes.layout().paddedDimension(); i++) {
      sum += array[i] * array[i];
    }
    return sum;
  }
}
