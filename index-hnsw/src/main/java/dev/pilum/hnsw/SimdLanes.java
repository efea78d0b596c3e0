package dev.pilum.hnsw;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/*
 * Why not reduceLanes(ADD): the order in which it adds floats is unspecified, and the interpreter adds one by one where
 * compiled code adds halves. The same two vectors would then be at a slightly different distance before and after the
 * JIT warmed up, equal rows would stop tying, and two builds of one graph would differ. Folding the vector onto itself
 * with shuffles fixes the order, and folding four sums in one vector costs half of folding each alone.
 */
/**
 * The vector width used by the SIMD kernels, with horizontal sums whose order of additions never
 * varies.
 */
final class SimdLanes {

  /** The machine's preferred width, at most 512 bits. */
  static final VectorSpecies<Float> SPECIES = widest();

  /** Floats per vector: 4, 8 or 16. */
  static final int LANES = SPECIES.length();

  /** Each lane's own number, from 0. */
  static final FloatVector PLACES = FloatVector.zero(SPECIES).addIndex(1);

  static final VectorShuffle<Float> SWAP_1 = swap(1);
  static final VectorShuffle<Float> SWAP_2 = swap(2);
  static final VectorShuffle<Float> SWAP_4 = swap(4);
  static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorMask<Float> ODD_2 = lanesWith(2);
  private static final VectorMask<Float> ODD_1 = lanesWith(1);

  private SimdLanes() {}

  /** Returns the sum of all lanes: first lanes 8 apart, then 4, 2 and 1. */
  static float sum(FloatVector v) {
    FloatVector four = foldToFour(v);
    FloatVector two = four.add(four.rearrange(SWAP_2));
    return two.add(two.rearrange(SWAP_1)).lane(0);
  }

  /** Writes to {@code sums[0..3]} what {@link #sum} returns for each vector, to the bit. */
  static void sum4(FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] sums) {
    FloatVector ab = foldTogether(foldToFour(a), foldToFour(b), SWAP_2, ODD_2);
    FloatVector cd = foldTogether(foldToFour(c), foldToFour(d), SWAP_2, ODD_2);
    FloatVector acbd = foldTogether(ab, cd, SWAP_1, ODD_1);
    sums[0] = acbd.lane(0);
    sums[1] = acbd.lane(2);
    sums[2] = acbd.lane(1);
    sums[3] = acbd.lane(3);
  }

  private static FloatVector foldToFour(FloatVector v) {
    FloatVector folded = v;
    if (LANES > 8) {
      folded = folded.add(folded.rearrange(SWAP_8));
    }
    return LANES > 4 ? folded.add(folded.rearrange(SWAP_4)) : folded;
  }

  /** Folds both: lanes outside {@code mask} hold x's sums, lanes inside it y's. */
  private static FloatVector foldTogether(
      FloatVector x, FloatVector y, VectorShuffle<Float> swap, VectorMask<Float> mask) {
    FloatVector kept = x.blend(y, mask);
    FloatVector moved = y.blend(x, mask).rearrange(swap);
    return kept.add(moved);
  }

  private static VectorSpecies<Float> widest() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    if (preferred.length() > 16) {
      return FloatVector.SPECIES_512;
    }
    return preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
  }

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, i -> (i ^ distance) & (LANES - 1));
  }

  private static VectorMask<Float> lanesWith(int bit) {
    boolean[] lanes = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }
}
