package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every index over rows in memory must do as they become more. */
abstract class GrowingIndexContract {
  private static final int DIMENSION = 16;
  private static final int ROWS = 3_000;

  private final float[][] rows = Vectors.clustered(ROWS, DIMENSION, 30, 1);
  private final float[][] queries = Vectors.clustered(50, DIMENSION, 30, 2);

  abstract VectorIndexProvider provider();

  @Test
  void afterEachStepAllRowsSoFarAreFound() {
    for (Metric metric : new Metric[] {Metric.COSINE, Metric.L2, Metric.DOT}) {
      try (Arena arena = Arena.ofShared()) {
        VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
        VectorIndex index = null;
        for (int known : new int[] {1, 700, 900, 2_000, ROWS}) {
          VectorBlock first = first(block, known);
          index = extend(index, first, metric, null);
          assertThat(index.rowCount()).isEqualTo(known);
          assertThat(recall(index, first, metric, null)).isGreaterThanOrEqualTo(0.95);
        }
      }
    }
  }

  @Test
  void anIndexGoesOnFindingItsRowsWhenItWasExtended() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      VectorBlock half = first(block, ROWS / 2);
      VectorIndex former = extend(null, half, Metric.L2, null);
      extend(former, block, Metric.L2, null);
      assertThat(former.rowCount()).isEqualTo(ROWS / 2);
      assertThat(recall(former, half, Metric.L2, null)).isGreaterThanOrEqualTo(0.95);
    }
  }

  @Test
  void rowsWithoutAVectorAreNeverFound() {
    AcceptedOrdinals present = index -> 0x5555_5555_5555_5555L;
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      VectorIndex index = extend(null, first(block, 1_000), Metric.COSINE, present);
      index = extend(index, block, Metric.COSINE, present);
      assertThat(recall(index, block, Metric.COSINE, present)).isGreaterThanOrEqualTo(0.95);
      Neighbors all = index.search(queries[0], ROWS, 1, null, new SearchScratch());
      assertThat(all.count()).isEqualTo(ROWS / 2);
      assertThat(Arrays.stream(all.ordinals())).allMatch(ordinal -> ordinal % 2 == 0);
    }
  }

  @Test
  void aBuildThatIsToldToEndEnds() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      assertThatThrownBy(() ->
              provider()
                  .extend(
                      null,
                      block,
                      Metric.L2,
                      HnswParameters.DEFAULT,
                      null,
                      BuildThreads.CALLER_ONLY,
                      (done, total) -> done < 500))
          .isInstanceOf(CancellationException.class);
    }
  }

  private VectorIndex extend(
      @Nullable VectorIndex former,
      VectorBlock block,
      Metric metric,
      @Nullable AcceptedOrdinals included) {
    return provider()
        .extend(
            former,
            block,
            metric,
            HnswParameters.DEFAULT,
            included,
            BuildThreads.CALLER_ONLY,
            (done, total) -> true);
  }

  private double recall(
      VectorIndex index, VectorBlock block, Metric metric, @Nullable AcceptedOrdinals included) {
    int found = 0;
    int wanted = 0;
    for (float[] query : queries) {
      Neighbors truth = Reference.nearest(block, query, metric, 10, included);
      Neighbors neighbors = index.search(query, 10, 100, null, new SearchScratch());
      assertThat(neighbors.count()).isEqualTo(truth.count());
      for (int i = 0; i < truth.count(); i++) {
        wanted++;
        found += neighbors.distance(i) <= truth.distance(truth.count() - 1) ? 1 : 0;
      }
    }
    return found / (double) wanted;
  }

  private static VectorBlock first(VectorBlock block, int count) {
    return new VectorBlock(block.vectors(), block.element(), block.dimension(), count);
  }
}
