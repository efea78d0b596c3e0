package dev.pilum.cli;

import java.util.SplittableRandom;

/** Rows of 24 kilobytes that anybody can make again from their number. */
final class LargeRows {
  static final int DIMENSION = 512;
  static final int RAW_CHARS = 22_000;
  static final int LAST_YEAR = 2_024;

  /** What a row takes at least. */
  static final int BYTES = 4 * DIMENSION + RAW_CHARS;

  private LargeRows() {}

  static String id(int row) {
    return "d%07d".formatted(row);
  }

  static int year(int row) {
    return 2_000 + row % 25;
  }

  /** Words of which one is in every row, one in every 97th and one in this row alone. */
  static String body(int row) {
    return "common word%d only%d".formatted(row % 97, row);
  }

  static String raw(int row) {
    SplittableRandom random = new SplittableRandom(row);
    StringBuilder text = new StringBuilder(RAW_CHARS);
    while (text.length() < RAW_CHARS) {
      text.append(Long.toHexString(random.nextLong() | Long.MIN_VALUE));
    }
    return text.substring(0, RAW_CHARS);
  }

  /** A direction of its own, near no other row's. */
  static float[] vector(int row) {
    SplittableRandom random = new SplittableRandom(~row);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }
}
