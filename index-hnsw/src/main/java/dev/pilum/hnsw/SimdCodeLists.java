package dev.pilum.hnsw;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.L2I;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/*
 * A walk compares the query with some sixteen neighbours of a node and then looks which of them are near enough. Row by row all that is
 * not the sum takes as long as the sum of 32 components. So a list goes through three loops: ends, sums, distances. The last one takes
 * eight rows, with 512 bits: a row's scale and bias are the halves of a long, and so are the parts of its sum; what is computed in the lower
 * halves is narrowed to floats.
 */
/** Distances by code of rows anywhere in an array, with the Vector API. */
final class SimdCodeLists {
  private static final int BLOCK = CodeLayout.BLOCK;

  /** What flipping the highest bit adds to 16 bits. */
  private static final int FLIPPED = 1 << 15;

  private static final VectorSpecies<Short> HALF_BLOCK = ShortVector.SPECIES_256;
  private static final VectorSpecies<Byte> HALF_BLOCK_BYTES = ByteVector.SPECIES_128;
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(SimdCodeKernels.BITS));
  private static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(SimdCodeKernels.BITS / 2));

  private SimdCodeLists() {}

  /** As {@link CodeKernels#distances}. */
  static long distances(
      short[] query,
      float scale,
      float bias,
      byte[] rows,
      int stride,
      int[] ordinals,
      int count,
      float bound,
      CodeRoom room,
      float[] distances) {
    room.reserve(count);
    long[] halves = room.halves;
    int excess;
    long[] tails = room.tails;
    if (query.length == BLOCK && SimdCodeKernels.LANES >= BLOCK / 2) {
      readBlocks(query, rows, ordinals, count, stride, halves, tails);
      excess = BLOCK / 2 * FLIPPED;
    } else {
      // The ends of all codes first, so that their memory is waited for together.
      for (int i = 0; i < count; i++) {
        tails[i] = (long) RowCodes.LONG_IN_ARRAY.get(rows, ordinals[i] * stride + query.length);
      }
      dots(query, rows, ordinals, count, stride, halves);
      excess = SimdCodeKernels.excessOf(query.length);
    }
    long far = 0;
    int i = 0;
    for (; i < count && i + LONGS.length() <= distances.length; i += LONGS.length()) {
      LongVector tail = LongVector.fromArray(LONGS, tails, i);
      FloatVector rowBias = tail.lanewise(LSHR, 32).reinterpretAsFloats();
      LongVector both = LongVector.fromArray(LONGS, halves, i);
      FloatVector sum =
          (FloatVector)
              both.add(both.lanewise(LSHR, 32)).reinterpretAsInts().sub(excess).convert(I2F, 0);
      FloatVector product = tail.reinterpretAsFloats().mul(scale).mul(sum);
      FloatVector distance = rowBias.add(bias).add(product);
      distance = distance.blend(Float.POSITIVE_INFINITY, distance.test(IS_NAN));
      FloatVector found =
          ((IntVector) distance.reinterpretAsLongs().convertShape(L2I, HALF_INTS, 0))
              .reinterpretAsFloats();
      found.intoArray(distances, i);
      far |= i < Long.SIZE ? found.compare(GT, bound).toLong() << i : 0L;
    }
    int vectors = Math.min(i, count);
    for (; i < count; i++) {
      distances[i] =
          CodeKernels.distance(tails[i], scale, bias, CodeKernels.sum(halves[i], excess));
    }
    long all = vectors < Long.SIZE ? (1L << vectors) - 1 : -1L;
    return (all & ~far) | CodeKernels.near(distances, vectors, count, bound);
  }

  /** Writes the sums of rows anywhere, four at a time; behind the last one come repetitions. */
  private static void dots(
      short[] query, byte[] rows, int[] ordinals, int count, int stride, long[] halves) {
    int last = count - 1;
    for (int i = 0; i < count; i += 4) {
      int a = ordinals[i] * stride;
      int b = ordinals[Math.min(i + 1, last)] * stride;
      int c = ordinals[Math.min(i + 2, last)] * stride;
      int d = ordinals[Math.min(i + 3, last)] * stride;
      if (query.length < SimdCodeKernels.LEAST_LONG) {
        SimdCodeKernels.dot4Short(query, rows, a, b, c, d, halves, i);
      } else {
        SimdCodeKernels.dot4Long(query, rows, a, b, c, d, halves, i);
      }
    }
  }

  /**
   * Writes sums and tails of rows of one block. The products of its two halves fit in 16 bits
   * together. With their highest bit flipped, that is greater by {@code FLIPPED}, they have no
   * sign, so that the halves of a long can be added without a carry from one to the other: adding
   * eight ints, each to the next, takes three times as many shuffles. Folding the sums of four rows
   * together takes longer than each alone.
   */
  private static void readBlocks(
      short[] query,
      byte[] rows,
      int[] ordinals,
      int count,
      int stride,
      long[] halves,
      long[] tails) {
    ShortVector first = ShortVector.fromArray(HALF_BLOCK, query, 0);
    ShortVector second = ShortVector.fromArray(HALF_BLOCK, query, BLOCK / 2);
    for (int i = 0; i < count; i++) {
      int at = ordinals[i] * stride;
      tails[i] = (long) RowCodes.LONG_IN_ARRAY.get(rows, at + BLOCK);
      IntVector products =
          ((ShortVector)
                  ByteVector.fromArray(HALF_BLOCK_BYTES, rows, at).convertShape(B2S, HALF_BLOCK, 0))
              .mul(first)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF_BLOCK_BYTES, rows, at + BLOCK / 2)
                              .convertShape(B2S, HALF_BLOCK, 0))
                      .mul(second))
              .lanewise(XOR, Short.MIN_VALUE)
              .reinterpretAsInts();
      halves[i] =
          products
              .and(0xFFFF)
              .add(products.lanewise(LSHR, 16))
              .reinterpretAsLongs()
              .reduceLanes(ADD);
    }
  }
}
