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
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and links copied from the file to the heap, and the memory that may take. */
class CodesOnHeapTest {
  private static final Path MAPS = Path.of("/proc/self/smaps");
  private static final int ROWS = 2_000;
  private static final int DIMENSION = 37;
  private static final long BYTES = (long) ROWS * new CodeLayout(DIMENSION).rowBytes();

  private final float[][] rows = Vectors.clustered(ROWS, DIMENSION, 20, 8);
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"COSINE, 0", "L2, 0", "DOT, 0", "COSINE, 1000000", "L2, 1000000", "DOT, 1000000"})
  void walksOverThemFindTheSameRowsAtTheSameDistances(Metric metric, long more) {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher mapped = opened(metric, arena);
      HnswSearcher copied = opened(metric, arena);
      copied.copyToHeap(new HeapBudget(BYTES + more));
      assertThat(copied.graph().shortLinks() != null).isEqualTo(more > 0);
      SearchScratch scratch = new SearchScratch();
      for (float[] query : Vectors.uniform(50, DIMENSION, 3)) {
        Neighbors expected = mapped.search(query, 10, 20, null, scratch);
        long compared = scratch.scoredCount();
        Neighbors found = copied.search(query, 10, 20, null, scratch);
        assertThat(found.ordinals()).isEqualTo(expected.ordinals());
        assertThat(found.distance(9)).isEqualTo(expected.distance(9));
        assertThat(scratch.scoredCount()).isEqualTo(compared);
        AcceptedOrdinals half = word -> 0x5555555555555555L << (word & 1);
        assertThat(copied.search(query, 10, 20, half, scratch).ordinals())
            .isEqualTo(mapped.search(query, 10, 20, half, scratch).ordinals());
      }
    }
  }

  @Test
  void everyListOfLinksIsThatOfTheGraph() {
    try (Arena arena = Arena.ofConfined()) {
      HnswGraph graph = opened(Metric.L2, arena).graph();
      ShortLinks links = ShortLinks.of(graph);
      VisitedMarks visited = new VisitedMarks();
      int[] expected = new int[32];
      int[] found = new int[32];
      int lists = 0;
      for (int level = 0; level <= graph.topLevel(); level++) {
        for (int ordinal = 0; ordinal < ROWS; ordinal++) {
          if (level == 0 || (level == 1 && graph.isOnUpperLevels(ordinal))) {
            int count = graph.copyLinks(level, ordinal, expected);
            visited.reset(ROWS);
            assertThat(links.takeUnmarked(visited, level, ordinal, found)).isEqualTo(count);
            assertThat(Arrays.mismatch(expected, 0, count, found, 0, count)).isEqualTo(-1);
            lists++;
          }
        }
      }
      assertThat(lists).isGreaterThan(ROWS + 50);
    }
  }

  @Test
  void linksAreCopiedWhereTwoBytesAreEnough() {
    assertThat(ShortLinks.canHold(withoutLinks(65_535))).isTrue();
    assertThat(ShortLinks.canHold(withoutLinks(65_536))).isFalse();
  }

  private static HnswGraph withoutLinks(int rows) {
    HnswParameters parameters = new HnswParameters(2, 2, 1, Codes.NONE);
    GraphShape shape = new GraphShape(Metric.L2, Element.FLOAT32, 1, rows, rows, rows, parameters);
    return new HeapGraph(shape, new byte[rows], new float[0], null, null);
  }

  @Test
  void linksTakeWhatIsLeftOfTheBudgetAndGiveItBack() {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher searcher = opened(Metric.L2, arena);
      long linkBytes = ShortLinks.heapBytes(searcher.graph());
      long lists = 2L * ROWS + searcher.graph().upperListCount();
      assertThat(linkBytes).isEqualTo(2 * (16 * lists + ROWS));
      HeapBudget budget = new HeapBudget(BYTES + linkBytes);
      searcher.copyToHeap(budget);
      assertThat(budget.takenBytes()).isEqualTo(BYTES + linkBytes);
      searcher.leaveHeap();
      assertThat(budget.takenBytes()).isZero();
      HeapBudget smaller = new HeapBudget(BYTES + linkBytes - 1);
      searcher.copyToHeap(smaller);
      assertThat(smaller.takenBytes()).isEqualTo(BYTES);
      assertThat(searcher.graph().shortLinks()).isNull();
    }
  }

  @Test
  void theyTakeWhatTheBudgetHasRoomForAndGiveItBack() {
    try (Arena arena = Arena.ofConfined()) {
      HnswSearcher first = opened(Metric.L2, arena);
      HnswSearcher second = opened(Metric.L2, arena);
      HeapBudget budget = new HeapBudget(BYTES + BYTES / 2);
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
