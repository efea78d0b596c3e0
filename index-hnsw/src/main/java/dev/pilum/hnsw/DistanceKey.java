package dev.pilum.hnsw;

/**
 * A distance and an ordinal in one {@code long} that sorts by distance, then by ordinal.
 *
 * <p>The upper 32 bits are the distance, its bits rearranged so that they compare as a signed
 * integer; then 31 bits of ordinal; the lowest bit is free for whoever holds the key. Infinities
 * sort where they should; NaN is not allowed.
 */
final class DistanceKey {

  private DistanceKey() {}

  static long of(float distance, int ordinal) {
    assert !Float.isNaN(distance);
    assert ordinal >= 0;
    return ((long) flip(Float.floatToRawIntBits(distance)) << 32) | ((long) ordinal << 1);
  }

  static float distance(long key) {
    return Float.intBitsToFloat(flip((int) (key >> 32)));
  }

  static int ordinal(long key) {
    return (int) key >>> 1;
  }

  /** Turns around all but the sign bit of a negative number; its own inverse. */
  private static int flip(int bits) {
    return bits ^ ((bits >> 31) & 0x7FFFFFFF);
  }
}
