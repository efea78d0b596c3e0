package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes copied from the file to the heap, and the memory that may take. */
class CodesOnHeapTest {
  private static final Path MAPS = Path.of("/proc/self/smaps");
  private static final int ROWS = 2_000;
  private static final int DIMENSION = 37;
  private static final long BYTES = (long) ROWS * new CodeLayout(DIMENSION).rowBytes();

  private final float[][] rows = Vectors.clustered(ROWS, DIMENSION, 20, 8);
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"COSINE", "L2", "DOT"})
  void walksOverThemFindTheSameRowsAtTheSameDistances(Metric metric) {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher mapped = opened(metric, arena);
      HnswSearcher copied = opened(metric, arena);
      copied.copyToHeap(new HeapBudget(BYTES));
      SearchScratch scratch = new SearchScratch();
      for (float[] query : Vectors.uniform(50, DIMENSION, 3)) {
        Neighbors expected = mapped.search(query, 10, 20, null, scratch);
        long compared = scratch.scoredCount();
        Neighbors found = copied.search(query, 10, 20, null, scratch);
        assertThat(found.ordinals()).isEqualTo(expected.ordinals());
        assertThat(found.distance(9)).isEqualTo(expected.distance(9));
        assertThat(scratch.scoredCount()).isEqualTo(compared);
      }
    }
  }

  @Test
  void theyTakeWhatTheBudgetHasRoomForAndGiveItBack() {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher first = opened(Metric.L2, arena);
      HnswSearcher second = opened(Metric.L2, arena);
      HeapBudget budget = new HeapBudget(2 * BYTES - 1);
      assertThat(first.wantsHeap(budget)).isTrue();
      first.copyToHeap(budget);
      first.copyToHeap(budget);
      assertThat(first.wantsHeap(budget)).isFalse();
      assertThat(budget.takenBytes()).isEqualTo(BYTES);

      assertThat(second.wantsHeap(budget)).isFalse();
      second.copyToHeap(budget);
      assertThat(budget.takenBytes()).isEqualTo(BYTES);

      first.leaveHeap();
      first.leaveHeap();
      assertThat(budget.takenBytes()).isZero();
      second.copyToHeap(budget);
      assertThat(budget.takenBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void noneAreCopiedOfAGraphThatWasClosed() {
    HnswSearcher searcher;
    try (Arena arena = Arena.ofConfined()) {
      searcher = opened(Metric.L2, arena);
    }
    HeapBudget budget = new HeapBudget(BYTES);
    assertThatThrownBy(() -> searcher.copyToHeap(budget)).isInstanceOf(Closed.class);
    assertThat(budget.takenBytes()).isZero();
  }

  @Test
  void thePagesOfCodesThatWereCopiedAreLetGo() throws IOException {
    assumeTrue(Files.isReadable(MAPS), "skipped: only Linux tells what is in memory");
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher searcher = opened(Metric.L2, arena);
      SearchScratch scratch = new SearchScratch();
      for (float[] query : rows) {
        searcher.search(query, 10, 20, null, scratch);
      }
      long before = residentBytes();
      searcher.copyToHeap(new HeapBudget(BYTES));
      assertThat(residentBytes()).isLessThan(before - BYTES / 2).isPositive();
      assertThat(searcher.search(rows[7], 1, 20, null, scratch).ordinals()).containsExactly(7);
    }
  }

  /** Returns how much of the files below the folder is mapped and in memory. */
  private long residentBytes() throws IOException {
    long kibibytes = 0;
    boolean ours = false;
    for (String line : Files.readAllLines(MAPS)) {
      if (line.startsWith("Rss:")) {
        kibibytes += ours ? Long.parseLong(line.replaceAll("[^0-9]", "")) : 0;
      } else if (!line.contains(": ")) {
        ours = line.contains(folder.toRealPath().toString());
      }
    }
    return kibibytes << 10;
  }

  private HnswSearcher opened(Metric metric, Arena arena) {
    VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
    return new HnswSearcher(
        Graphs.reopened(Graphs.build(block, metric), block, folder, arena), block);
  }
}
