package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Makes vectors for tests, from seeds. */
final class Vectors {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Vectors() {}

  /**
   * Returns rows that scatter around {@code clusters} centres, with values of about -30 to 30 so
   * that they fit int8.
   */
  static float[][] clustered(int rowCount, int dimension, int clusters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] centres = gaussian(random, clusters, dimension, 8);
    float[][] rows = gaussian(random, rowCount, dimension, 3);
    for (float[] row : rows) {
      float[] centre = centres[random.nextInt(clusters)];
      for (int i = 0; i < dimension; i++) {
        row[i] += centre[i];
      }
    }
    return rows;
  }

  /**
   * Returns rows in clusters of which some are equal, some zero, one is very long and one very
   * short.
   */
  static float[][] odd(int rowCount, int dimension, SplittableRandom random) {
    float[][] rows = clustered(rowCount, dimension, 1 + random.nextInt(24), random.nextLong());
    for (int i = 0; i < rowCount / 20; i++) {
      rows[random.nextInt(rowCount)] = rows[random.nextInt(rowCount)].clone();
      rows[random.nextInt(rowCount)] = new float[dimension];
    }
    scale(rows[random.nextInt(rowCount)], 1_000f);
    scale(rows[random.nextInt(rowCount)], 1e-6f);
    return rows;
  }

  /** Multiplies a row. */
  static void scale(float[] row, float by) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= by;
    }
  }

  /** Returns rows without any structure. */
  static float[][] uniform(int rowCount, int dimension, long seed) {
    return gaussian(new SplittableRandom(seed), rowCount, dimension, 5);
  }

  /** Writes rows to native memory; int8 components are rounded and clamped, bits 1 above 0. */
  static VectorBlock block(Arena arena, Element element, int dimension, float[]... rows) {
    return new VectorBlock(
        memory(arena, element, dimension, rows), element, dimension, rows.length);
  }

  /** As {@link #block}, the memory alone, of at least one byte; the dimension may be 0. */
  static MemorySegment memory(Arena arena, Element element, int dimension, float[]... rows) {
    long rowBytes = element.bytesOf(dimension);
    MemorySegment memory = arena.allocate(Math.max(1, rows.length * rowBytes), 64);
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < dimension; i++) {
        put(memory, element, r * rowBytes, i, rows[r][i]);
      }
    }
    return memory;
  }

  /** Accepts each row with the given chance. */
  static AcceptedOrdinals random(int rowCount, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet bits = new BitSet();
    for (int i = 0; i < rowCount; i++) {
      bits.set(i, random.nextDouble() < share);
    }
    return of(bits);
  }

  /** Accepts the rows whose bits are set. */
  static AcceptedOrdinals of(BitSet bits) {
    long[] words = bits.toLongArray();
    return index -> index < words.length ? words[index] : 0;
  }

  /** Returns 1 for each component above 0, else 0: what {@link #block} makes of bits. */
  static float[] bits(float[] row) {
    float[] bits = new float[row.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = row[i] > 0 ? 1 : 0;
    }
    return bits;
  }

  private static void put(MemorySegment memory, Element element, long row, int i, float value) {
    switch (element) {
      case FLOAT32 -> memory.set(FLOAT, row + 4L * i, value);
      case FLOAT16 -> memory.set(SHORT, row + 2L * i, Float.floatToFloat16(value));
      case INT8 ->
          memory.set(
              ValueLayout.JAVA_BYTE, row + i, (byte) Math.clamp(Math.round(value), -128, 127));
      case BIT -> {
        int bit = value > 0 ? 0x80 >>> (i & 7) : 0;
        long place = row + (i >>> 3);
        memory.set(
            ValueLayout.JAVA_BYTE, place, (byte) (memory.get(ValueLayout.JAVA_BYTE, place) | bit));
      }
    }
  }

  private static float[][] gaussian(
      SplittableRandom random, int rowCount, int dimension, double deviation) {
    float[][] rows = new float[rowCount][dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) (random.nextGaussian() * deviation);
      }
    }
    return rows;
  }
}
