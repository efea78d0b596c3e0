package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The key, and the two containers of keys against a sorted array. */
class DistanceKeyTest {

  @Test
  void keysSortByDistanceThenOrdinalAndGiveBothBack() {
    float[] distances = {
      Float.NEGATIVE_INFINITY,
      -1e30f,
      -1f,
      -Float.MIN_VALUE,
      0f,
      Float.MIN_VALUE,
      1f,
      2f,
      1e30f,
      Float.POSITIVE_INFINITY
    };
    int[] ordinals = {0, 1, 1 << 20, Integer.MAX_VALUE};
    long previous = Long.MIN_VALUE;
    for (float distance : distances) {
      for (int ordinal : ordinals) {
        long key = DistanceKey.of(distance, ordinal);
        assertThat(key).isGreaterThan(previous);
        assertThat(DistanceKey.distance(key)).isEqualTo(distance);
        assertThat(DistanceKey.ordinal(key)).isEqualTo(ordinal);
        assertThat(DistanceKey.ordinal(key | 1)).isEqualTo(ordinal);
        previous = key;
      }
    }
  }

  @Test
  void poolAndHeapKeepTheNearest() {
    SplittableRandom random = new SplittableRandom(1);
    NearestHeap heap = new NearestHeap();
    CandidatePool pool = new CandidatePool(KernelWarmUp.over());
    for (int round = 0; round < 300; round++) {
      int capacity = 1 + random.nextInt(400);
      long[] keys = new long[1 + random.nextInt(600)];
      heap.reset(capacity);
      pool.reset(capacity);
      for (int i = 0; i < keys.length; i++) {
        keys[i] = DistanceKey.of(random.nextInt(20), i);
        heap.offer(keys[i]);
        pool.offer(keys[i]);
      }
      Arrays.sort(keys);
      int kept = Math.min(capacity, keys.length);
      Neighbors expected = Neighbors.ofSortedKeys(keys, kept);
      assertThat(heap.bound()).isEqualTo(keys.length >= capacity ? keys[kept - 1] : Long.MAX_VALUE);
      assertThat(pool.nearest(kept)).isEqualTo(expected);
      assertThat(heap.drain(kept)).isEqualTo(expected);
    }
  }

  @Test
  void thePoolHandsOutEachNodeOnceNearestFirstEvenWhenNearerOnesArriveLater() {
    CandidatePool pool = new CandidatePool(KernelWarmUp.over());
    pool.reset(3);
    pool.offer(DistanceKey.of(5, 5));
    pool.offer(DistanceKey.of(7, 7));
    assertThat(pool.expandNearest()).isEqualTo(5);
    assertThat(pool.nearestUnexpanded()).isEqualTo(7);
    pool.offer(DistanceKey.of(1, 1));
    pool.offer(DistanceKey.of(6, 6));
    assertThat(pool.nearestUnexpanded()).isEqualTo(1);
    assertThat(pool.expandNearest()).isEqualTo(1);
    assertThat(pool.nearestUnexpanded()).isEqualTo(6);
    assertThat(pool.expandNearest()).isEqualTo(6);
    assertThat(pool.nearestUnexpanded()).isEqualTo(HnswGraph.NONE);
    assertThat(pool.expandNearest()).isEqualTo(HnswGraph.NONE);
    assertThat(pool.nearest(9).ordinals()).containsExactly(1, 5, 6);
  }

  @Test
  void aPoolKeepsTheNearestAndAllThatIsWanted() {
    SplittableRandom random = new SplittableRandom(2);
    CandidatePool pool = new CandidatePool(KernelWarmUp.over());
    for (int round = 0; round < 300; round++) {
      int breadth = 1 + random.nextInt(20);
      int capacity = breadth + random.nextInt(100);
      long[] keys = new long[1 + random.nextInt(120)];
      pool.reset(breadth, capacity);
      long wanted = Long.MAX_VALUE;
      for (int i = 0; i < keys.length; i++) {
        keys[i] = DistanceKey.of(random.nextInt(20), i);
        wanted = Math.min(wanted, DistanceKey.of(random.nextInt(15, 300), 0));
        pool.offer(keys[i], wanted);
      }
      pool.drop(wanted);
      Arrays.sort(keys);
      int below = 0;
      while (below < keys.length && keys[below] < wanted) {
        below++;
      }
      int kept = Math.min(Math.min(capacity, keys.length), Math.max(breadth, below));
      assertThat(pool.nearest(Integer.MAX_VALUE)).isEqualTo(Neighbors.ofSortedKeys(keys, kept));
    }
  }

  /** Distances repeat, some lie beyond the bound, and nodes are taken meanwhile. */
  @Test
  void aPoolTakesManyRowsAsItTakesOneAfterTheOther() {
    SplittableRandom random = new SplittableRandom(3);
    CandidatePool plain = new CandidatePool(KernelWarmUp.pending());
    CandidatePool pool = new CandidatePool(KernelWarmUp.over());
    float[] distances = new float[Long.SIZE];
    int[] ordinals = new int[Long.SIZE];
    for (int round = 0; round < 2_000; round++) {
      int capacity = 1 + random.nextInt(40);
      plain.reset(capacity);
      pool.reset(capacity);
      int ordinal = 0;
      for (int step = random.nextInt(12); step >= 0; step--) {
        long rows = 0;
        for (int row = 0; row < Long.SIZE; row++) {
          distances[row] = random.nextInt(-5, 40) / 4f;
          ordinals[row] = ordinal++;
          rows |= random.nextInt(8) == 0 ? 1L << row : 0;
        }
        plain.offerSome(rows, distances, ordinals);
        pool.offerSome(rows, distances, ordinals);
        long key = DistanceKey.of(random.nextInt(-5, 40) / 4f, ordinal++);
        plain.offer(key);
        pool.offer(key);
        for (int taken = random.nextInt(4); taken > 0; taken--) {
          int ranks = 1 + random.nextInt(capacity);
          assertThat(pool.nearestUnexpanded()).isEqualTo(plain.nearestUnexpanded());
          assertThat(pool.expandNearest(ranks)).isEqualTo(plain.expandNearest(ranks));
        }
        assertThat(pool.bound()).isEqualTo(plain.bound());
        assertThat(pool.size()).isEqualTo(plain.size());
        assertThat(pool.nearest(capacity)).isEqualTo(plain.nearest(capacity));
      }
    }
  }
}
