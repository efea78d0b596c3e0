package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever builds or measures a graph gives way after every some hundred microseconds. */
class GivingWayTest {
  private static final int ROWS = 4_096;
  private static final int DIMENSION = 128;

  private final AtomicInteger given = new AtomicInteger();
  private final BuildThreads threads = new BuildThreads(Runnable::run, 1, given::incrementAndGet);

  @Test
  void buildsGiveWayBetweenSomeRowsNodesAndLinks() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = block(arena, ROWS);
      build(block, null);
      int coded = ROWS / 512;
      int tried = 32 * (ROWS / 1_024);
      int linked = ROWS / InsertBatch.CAPACITY * 16;
      assertThat(given.get()).isGreaterThanOrEqualTo(coded + tried + ROWS + linked);
    }
  }

  @Test
  void nodesAreCarriedOverAFewAtATime() {
    try (Arena arena = Arena.ofShared()) {
      int rows = ROWS + 256;
      HnswGraph former = build(block(arena, ROWS), null);
      VectorBlock block = block(arena, rows);
      given.set(0);
      build(block, new FormerGraph(former, IntStream.range(0, ROWS).toArray()));
      int coded = rows / 512;
      int tried = 32 * (rows / 1_024);
      assertThat(given.get()).isBetween(coded + tried + ROWS / 32 + 256, ROWS);
    }
  }

  @Test
  void measurementsGiveWayWhileTheyCompareWithAllRows() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = block(arena, ROWS);
      HnswSearcher searcher = new HnswSearcher(build(block, null), block);
      given.set(0);
      EfCalibrator.measure(searcher, null, 42, threads, () -> false);
      int groups = 4;
      int tiles = ROWS / 512; // of 256 KiB
      assertThat(given.get()).isGreaterThanOrEqualTo(EfCalibrator.SAMPLE_SIZE + groups * tiles);
    }
  }

  private static VectorBlock block(Arena arena, int rows) {
    return Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(rows, DIMENSION, 1));
  }

  private HnswGraph build(VectorBlock block, @Nullable FormerGraph former) {
    return former == null
        ? HnswBuilder.build(
            block, Metric.L2, HnswParameters.DEFAULT, null, threads, (done, total) -> true)
        : HnswBuilder.extend(
            former, block, Metric.L2, HnswParameters.DEFAULT, null, threads, (done, total) -> true);
  }
}
