package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A first look at rows leaves out most of those that are far, and hardly any that are near. */
class SketchesTest {
  private static final HeapBudget PLENTY = new HeapBudget(1L << 30);
  private static final int ROWS = 3_000;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void farRowsArePassedOverAndHardlyANearOne(Metric metric) {
    long seed = Long.getLong("seed", 0x5EED);
    SplittableRandom random = new SplittableRandom(seed);
    long near = 0;
    long looked = 0;
    int missed = 0;
    for (int dimension : new int[] {256, 384, 700, 1_024}) {
      float[][] rows = Vectors.clustered(ROWS, dimension, 40, dimension);
      try (Arena arena = Arena.ofConfined()) {
        VectorBlock block = Vectors.block(arena, Element.FLOAT32, dimension, rows);
        Sketches sketches = Coded.of(block, metric, ROWS).sketches();
        for (int q = 0; q < 40; q++) {
          float[] query = changed(rows[random.nextInt(ROWS)], random);
          Neighbors nearest = Reference.nearest(block, query, metric, 30, null);
          long[] bits = near(sketches, query, nearest.distance(29));
          missed +=
              (int) Arrays.stream(nearest.ordinals()).filter(row -> !isSet(bits, row)).count();
          near += Arrays.stream(bits).map(Long::bitCount).sum();
          looked += ROWS;
        }
      }
    }
    assertThat(near).as("of %d", looked).isLessThan(looked / 5);
    assertThat(missed).as("of 4,800 neighbours, seed %d", seed).isLessThanOrEqualTo(2);
  }

  @Test
  void rowsWhoseCodesSayNothingAlwaysCountAsNear() {
    float[][] rows = Vectors.clustered(ROWS, 300, 10, 3);
    rows[70] = new float[300];
    Arrays.fill(rows[1_500], 1e30f);
    rows[2_999] = new float[300];
    rows[2_999][17] = 1e-40f;
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 300, rows);
      Sketches cosine = Coded.of(block, Metric.COSINE, ROWS).sketches();
      long[] near = near(cosine, rows[3], 0f);
      assertThat(isSet(near, 3)).isTrue();
      assertThat(isSet(near, 70)).as("a zero vector by cosine").isTrue();
      assertThat(isSet(near, 2_999)).as("too short for a norm").isTrue();
      Sketches squares = Coded.of(block, Metric.L2, ROWS).sketches();
      assertThat(isSet(near(squares, rows[3], 0f), 1_500)).as("its code is far off").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void searchesFindWhatComparingAllVectorsFinds(Metric metric) {
    long seed = Long.getLong("seed", 0x5EED);
    SplittableRandom random = new SplittableRandom(seed);
    SearchScratch scratch = new SearchScratch();
    float[][] rows = Vectors.clustered(ROWS, 320, 25, 9);
    int different = 0;
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 320, rows);
      CodedRows coded = new CodedRows(metric, PLENTY);
      coded.growTo(new VectorBlock(block.vectors(), Element.FLOAT32, 320, 1_000));
      coded.growTo(new VectorBlock(block.vectors(), Element.FLOAT32, 320, 1_900));
      coded.growTo(new VectorBlock(block.vectors(), Element.FLOAT32, 320, ROWS - 11));
      for (int q = 0; q < 50; q++) {
        float[] query = changed(rows[random.nextInt(ROWS)], random);
        AcceptedOrdinals some = q % 2 == 0 ? null : Vectors.random(ROWS, 0.6, q);
        Neighbors all = Reference.nearest(block, query, metric, 200, some);
        float radius = q % 3 == 0 ? Float.POSITIVE_INFINITY : all.distance(random.nextInt(200));
        int k = 1 + random.nextInt(150);
        Neighbors found = coded.within(block, query, radius, k, some, scratch, () -> false);
        Neighbors exact =
            ExactSearch.within(
                block, query, metric, radius, k, some, KernelWarmUp.over(), () -> false);
        assertThat(found.count()).isBetween(exact.count() - 1, exact.count());
        different += found.equals(exact) ? 0 : 1;
      }
    }
    assertThat(different).as("of 50 searches, seed %d", seed).isLessThanOrEqualTo(1);
  }

  @Test
  void whereNearlyAllRowsAreNearTheLookRests() {
    float[][] rows = Vectors.uniform(8_192, 256, 4);
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 256, rows);
      Sketches.Look look =
          Coded.of(block, Metric.L2, 8_192).sketches().look(rows[0], KernelWarmUp.over());
      long nearInRest = 0;
      for (int first = 0; first < 8_192; first += 64) {
        // What is so far that all are near, and then so near that none is.
        long near = look.near(first, first < 1_024 ? 1e9f : -1f);
        nearInRest += first < 1_024 ? 0 : Long.bitCount(near);
      }
      assertThat(nearInRest).as("rows of four times 1,024, and hardly one more").isEqualTo(4_096);
    }
  }

  private static float[] changed(float[] row, SplittableRandom random) {
    float[] changed = row.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] += (random.nextFloat() - 0.5f) * 0.1f;
    }
    return changed;
  }

  private static long[] near(Sketches sketches, float[] query, float most) {
    Sketches.Look look = sketches.look(query, KernelWarmUp.over());
    long[] near = new long[(ROWS + 63) / 64];
    for (int i = 0; i < near.length; i++) {
      near[i] = look.near(64 * i, most);
    }
    return near;
  }

  private static boolean isSet(long[] bits, int row) {
    return (bits[row / 64] >>> row % 64 & 1) != 0;
  }
}
