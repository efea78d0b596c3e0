package dev.pilum.engine.row;

/** Rounds to IEEE 754 numbers of fewer bits. */
final class FloatRounding {
  private FloatRounding() {}

  /**
   * Returns {@code value} as a number of 16, 32 or 64 bits holds it; infinite when it is out of
   * range.
   */
  static double to(int bits, double value) {
    return switch (bits) {
      case 64 -> value;
      case 32 -> (float) value;
      default -> half((float) value);
    };
  }

  /** Returns {@code value} as an IEEE half holds it. */
  static float half(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value));
  }
}
