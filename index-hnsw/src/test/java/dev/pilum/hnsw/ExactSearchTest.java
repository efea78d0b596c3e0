package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactSearchTest extends NearestNeighborsContract {

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    return (query, k, accepted) ->
        ExactSearch.search(block, query, metric, k, accepted, KernelWarmUp.over(), () -> false);
  }

  @Override
  double leastRecall() {
    return 1;
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void withinARadiusAreTheRowsThatAreAtMostThatFar(Metric metric) {
    float[][] rows = Vectors.clustered(999, 12, 10, 11);
    rows[17] = rows[400].clone();
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 12, rows);
      AcceptedOrdinals some = Vectors.random(999, 0.5, 12);
      Neighbors all = Reference.nearest(block, rows[400], metric, 999, null);
      for (int rank : new int[] {0, 1, 2, 70, 998}) {
        float radius = all.distance(rank);
        for (AcceptedOrdinals accepted : Arrays.asList(null, some)) {
          for (int k : new int[] {1, 20, 999}) {
            Neighbors expected = Reference.nearest(block, rows[400], metric, k, accepted);
            assertThat(
                    ExactSearch.within(
                        block,
                        rows[400],
                        metric,
                        radius,
                        k,
                        accepted,
                        KernelWarmUp.over(),
                        () -> false))
                .isEqualTo(firstWithin(expected, radius));
          }
        }
      }
    }
  }

  private static Neighbors firstWithin(Neighbors sorted, float radius) {
    long[] keys = new long[sorted.count()];
    int count = 0;
    while (count < sorted.count() && sorted.distance(count) <= radius) {
      keys[count] = DistanceKey.of(sorted.distance(count), sorted.ordinal(count));
      count++;
    }
    return Neighbors.ofSortedKeys(keys, count);
  }

  @Test
  void aCancelledSearchStopsWithinTheNextFewThousandRows() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.INT8, 1, new float[20_000][1]);
      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(() ->
              ExactSearch.search(
                  block,
                  new float[1],
                  Metric.L2,
                  1,
                  null,
                  KernelWarmUp.over(),
                  () -> asked.incrementAndGet() == 2))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("row 4096");
    }
  }

  @Test
  void aSearchAfterTheArenaWasClosedSaysSo() {
    Arena arena = Arena.ofShared();
    VectorBlock block = Vectors.block(arena, Element.FLOAT32, 2, Vectors.uniform(10, 2, 1));
    arena.close();
    assertThatThrownBy(() -> ExactSearch.search(block, new float[2], Metric.L2, 1))
        .isInstanceOf(Closed.class);
  }

  @Test
  void aBlockThatDoesNotFitItsMemoryIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100);
      assertThat(new VectorBlock(memory, Element.FLOAT32, 5, 5).rowBytes()).isEqualTo(20);
      assertThatThrownBy(() -> new VectorBlock(memory, Element.FLOAT32, 5, 6))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(
              () -> new VectorBlock(memory, Element.FLOAT32, Integer.MAX_VALUE, Integer.MAX_VALUE))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(
              () -> new VectorBlock(MemorySegment.ofArray(new byte[8]), Element.INT8, 1, 8))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("native");
    }
  }
}
