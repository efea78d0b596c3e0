package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EfCalibrationTest {
  private static final int[] KS = {1, 10};
  private static final int[] EFS = {1, 4, 10, 20, 40};

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void theBreadthChosenFindsTheShareAskedForOfRowsNotInTheGraph(Metric metric) {
    float[][] rows = Vectors.clustered(6_000, 32, 60, 1);
    float[][] queries = Vectors.clustered(6_200, 32, 60, 1);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 32, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, metric), block);
      EfCalibration calibration = measure(searcher, null, BuildThreads.CALLER_ONLY);
      assertThat(calibration.sampleSize()).isEqualTo(EfCalibrator.SAMPLE_SIZE);
      int before = 0;
      for (double target : new double[] {0.7, 0.9, 0.95}) {
        int ef = calibration.efFor(target, 10);
        assertThat(ef).isGreaterThanOrEqualTo(Math.max(10, before));
        double recall = recall(searcher, block, metric, queries, ef);
        assertThat(recall).as("ef %d for %s", ef, target).isGreaterThan(target - 0.03);
        before = ef;
      }
    }
  }

  @Test
  void recallRisesWithTheBreadthAndIsThatOfACountByHand() {
    float[][] rows = Vectors.uniform(3_000, 24, 3);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 24, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.L2), block);
      EfCalibration calibration = measure(searcher, null, BuildThreads.CALLER_ONLY);
      int[] efs = calibration.efs();
      assertThat(calibration.ks()).containsExactly(1, 10, 30, 100);
      for (int k = 0; k < 4; k++) {
        float first = calibration.recall(k, indexOf(efs, calibration.ks()[k]));
        assertThat(calibration.recall(k, efs.length - 1)).isGreaterThanOrEqualTo(first);
        assertThat(calibration.recall(k, efs.length - 1)).isBetween(0.95f, 1f);
      }
      int place = indexOf(efs, 20);
      double byHand = recallLeavingOut(searcher, block, 20);
      assertThat((double) calibration.recall(1, place)).isCloseTo(byHand, within(0.05));
    }
  }

  @Test
  void aRowThatIsLeftOutIsNeverFoundAndOthersStillAre() {
    float[][] rows = Vectors.clustered(2_000, 16, 10, 5);
    rows[7] = rows[8].clone();
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 16, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.L2), block);
      assertThat(searcher.canLeaveOut(7)).isFalse();
      assertThat(searcher.canLeaveOut(8)).isFalse();
      SearchScratch scratch = new SearchScratch();
      int left = 0;
      for (int row = 0; row < 2_000; row += 13) {
        if (searcher.canLeaveOut(row)) {
          scratch.leaveOut(row);
          left++;
          assertThat(searcher.search(rows[row], 20, 50, null, scratch).ordinals())
              .doesNotContain(row)
              .hasSize(20);
          scratch.leaveOut(-1);
          assertThat(searcher.search(rows[row], 20, 50, null, scratch).ordinals()).contains(row);
        }
      }
      assertThat(left).isGreaterThan(120);
    }
  }

  @Test
  void aWideningWalkFindsWithEachBreadthWhatASearchOfThatBreadthFinds() {
    float[][] rows = Vectors.clustered(3_000, 24, 40, 11);
    rows[5] = rows[6].clone();
    int[] efs = {1, 3, 10, 40, 200, 5_000};
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 24, rows);
      for (Codes codes : Codes.values()) {
        HnswGraph graph =
            Graphs.reopened(Graphs.build(block, Metric.L2, codes), block, folder, arena);
        HnswSearcher searcher = new HnswSearcher(graph, block);
        for (float[] query : Vectors.uniform(40, 24, 12)) {
          SearchScratch scratch = new SearchScratch();
          searcher.widen(
              query,
              15,
              efs,
              new SearchScratch(),
              (place, near) -> {
                int ef = efs[place];
                Neighbors wanted = searcher.search(query, Math.min(15, ef), ef, null, scratch);
                assertThat(near.ordinals()).as("%s, ef %d", codes, ef).isEqualTo(wanted.ordinals());
                assertThat(near.distances()).isEqualTo(wanted.distances());
                return true;
              });
        }
      }
    }
  }

  @Test
  void anyNumberOfThreadsMeasuresTheSame() {
    float[][] rows = Vectors.clustered(2_000, 16, 10, 6);
    try (Arena arena = Arena.ofShared();
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 16, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.COSINE), block);
      EfCalibration alone = measure(searcher, null, BuildThreads.CALLER_ONLY);
      EfCalibration together = measure(searcher, null, new BuildThreads(pool, 4));
      assertThat(together.recalls()).isEqualTo(alone.recalls());
      assertThat(together.errors()).isEqualTo(alone.errors());
    }
  }

  @Test
  void rowsThatAreNotInTheGraphAreNeitherAskedNorMissed() {
    float[][] rows = Vectors.clustered(3_000, 16, 10, 7);
    BitSet bits = new BitSet();
    for (int i = 0; i < 3_000; i++) {
      bits.set(i, i % 3 == 0);
      rows[i] = i % 3 == 0 ? rows[i] : new float[16];
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 16, rows);
      AcceptedOrdinals present = Vectors.of(bits);
      HnswSearcher searcher =
          new HnswSearcher(
              HnswBuilder.build(
                  block,
                  Metric.L2,
                  HnswParameters.DEFAULT,
                  present,
                  BuildThreads.CALLER_ONLY,
                  (done, total) -> true),
              block);
      EfCalibration calibration = measure(searcher, present, BuildThreads.CALLER_ONLY);
      assertThat(calibration.recall(1, calibration.efs().length - 1)).isGreaterThan(0.99f);
    }
  }

  @Test
  void graphsWithHardlyAnyRowsPromiseNothing() {
    try (Arena arena = Arena.ofShared()) {
      for (int count : new int[] {0, 1, 2, 5}) {
        VectorBlock block = Vectors.block(arena, Element.FLOAT32, 4, Vectors.uniform(count, 4, 8));
        HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.L2), block);
        EfCalibration calibration = measure(searcher, null, BuildThreads.CALLER_ONLY);
        assertThat(calibration.efFor(0.9, 10)).isGreaterThanOrEqualTo(EfCalibration.OUT_OF_REACH);
      }
    }
  }

  @Test
  void aCancelledMeasurementEnds() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 4, Vectors.uniform(500, 4, 9));
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.L2), block);
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(
              () -> EfCalibrator.measure(searcher, null, 1, BuildThreads.CALLER_ONLY, () -> true));
    }
  }

  @Test
  void theLeastBreadthWhoseRecallLessItsErrorIsEnoughIsChosen() {
    EfCalibration calibration = sample();
    assertThat(calibration.efFor(0.5, 1)).isEqualTo(1);
    assertThat(calibration.efFor(0.80, 1)).isEqualTo(4);
    assertThat(calibration.efFor(0.85, 1)).as("half way to the next").isEqualTo(7);
    assertThat(calibration.efFor(0.99, 1)).isEqualTo(20);
    assertThat(calibration.efFor(0.995, 1)).isEqualTo(EfCalibration.OUT_OF_REACH);
    assertThat(calibration.efFor(0.1, 10)).as("never below k").isEqualTo(10);
    assertThat(calibration.efFor(0.8, 3)).as("3 counts as 10").isEqualTo(20);
    assertThat(calibration.efFor(0.89, 10)).isBetween(38, 39);
    assertThat(calibration.efFor(0.89, 25)).as("in proportion").isBetween(95, 98);
    assertThat(calibration.efFor(0.89, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(calibration.efFor(0.95, 10)).isEqualTo(EfCalibration.OUT_OF_REACH);
    for (double target : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> calibration.efFor(target, 10));
    }
  }

  @Test
  void aWrittenCalibrationIsReadAsItWas() {
    FileStore files = DiskFileStore.create(folder);
    long length = EfCalibrationFile.write(files, "ef-1", sample());
    EfCalibration read = EfCalibrationFile.read(files, "ef-1");
    assertThat(length).isEqualTo(24 + 4 * (2 + 5 + 2 * 10) + 4);
    assertThat(read.sampleSize()).isEqualTo(77);
    assertThat(read.ks()).isEqualTo(KS);
    assertThat(read.efs()).isEqualTo(EFS);
    assertThat(read.recalls()).isEqualTo(sample().recalls());
    assertThat(read.errors()).isEqualTo(sample().errors());
  }

  @Test
  void damageAnywhereInTheFileIsNoticed() throws IOException {
    FileStore files = DiskFileStore.create(folder);
    EfCalibrationFile.write(files, "whole", sample());
    byte[] whole = Files.readAllBytes(folder.resolve("whole"));
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << (at % 8));
      assertDamaged(files, "bit-" + at, damaged);
      assertDamaged(files, "cut-" + at, java.util.Arrays.copyOf(whole, at));
    }
    assertDamaged(files, "longer", java.util.Arrays.copyOf(whole, whole.length + 1));
  }

  private void assertDamaged(FileStore files, String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
    assertThatExceptionOfType(Corruption.class)
        .as(name)
        .isThrownBy(() -> EfCalibrationFile.read(files, name));
  }

  private static EfCalibration sample() {
    float[] recalls = {0.6f, 0.82f, 0.92f, 1, 1, 0, 0, 0.5f, 0.8f, 0.95f};
    float[] errors = {0.02f, 0.02f, 0.02f, 0.01f, 0.01f, 0, 0, 0, 0, 0.05f};
    return new EfCalibration(77, KS.clone(), EFS.clone(), recalls, errors);
  }

  private static EfCalibration measure(
      HnswSearcher searcher, AcceptedOrdinals present, BuildThreads threads) {
    return EfCalibrator.measure(searcher, present, 42, threads, () -> false);
  }

  private static int indexOf(int[] values, int value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    throw new AssertionError(value + " was not measured");
  }

  /** Returns recall at 10 of the rows behind the first 6,000, which are not in the graph. */
  private static double recall(
      HnswSearcher searcher, VectorBlock block, Metric metric, float[][] queries, int ef) {
    SearchScratch scratch = new SearchScratch();
    double sum = 0;
    for (int q = 6_000; q < queries.length; q++) {
      Neighbors truth = ExactSearch.search(block, queries[q], metric, 10);
      sum += share(searcher.search(queries[q], 10, ef, null, scratch), truth, -1);
    }
    return sum / (queries.length - 6_000);
  }

  private static double recallLeavingOut(HnswSearcher searcher, VectorBlock block, int ef) {
    SearchScratch scratch = new SearchScratch();
    double sum = 0;
    int count = 0;
    for (int row = 0; row < block.rowCount(); row += 5) {
      if (searcher.canLeaveOut(row)) {
        float[] query = searcher.block().vector(row);
        scratch.leaveOut(row);
        Neighbors truth = ExactSearch.search(block, query, Metric.L2, 11);
        sum += share(searcher.search(query, 10, ef, null, scratch), truth, row);
        count++;
      }
    }
    return sum / count;
  }

  private static double share(Neighbors found, Neighbors truth, int without) {
    int common = 0;
    for (int ordinal : found.ordinals()) {
      for (int wanted : truth.ordinals()) {
        common += ordinal == wanted && ordinal != without ? 1 : 0;
      }
    }
    return common / 10.0;
  }
}
