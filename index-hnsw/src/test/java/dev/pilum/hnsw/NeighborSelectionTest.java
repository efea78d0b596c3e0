package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborSelectionTest {
  private static final int ROWS = 200;
  private static final float RELAXATION = 1.1f;
  private static final float FULL_RELAXATION = 1.05f;

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 24})
  void aListThatIsKeptUpIsTheOneThatIsSelectedFromAll(int dimension) {
    for (int seed = 0; seed < 30; seed++) {
      try (Rows rows = new Rows(dimension, seed)) {
        for (int limit : new int[] {4, 10, 32}) {
          keepUp(rows, limit, Math.max(1, limit / 8), seed);
        }
      }
    }
  }

  /** Fills a list with one row after the other, as a build does, beside a list made anew. */
  private static void keepUp(Rows rows, int limit, int freed, int seed) {
    String about = "seed %d, limit %d".formatted(seed, limit);
    NeighborSelection selection = new NeighborSelection(rows.scorer(), Metric.L2, limit);
    List<Integer> list = new ArrayList<>();
    int diverse = 0;
    int judged = 0;
    for (int added = 1; added < ROWS; added++) {
      list.add(added);
      if (list.size() <= limit) {
        continue;
      }
      long[] keys = list.stream().mapToLong(rows::key).toArray();
      Arrays.sort(keys, judged, keys.length);
      selection.selectAgain(keys, diverse, judged, keys.length, limit, limit - freed);

      List<Integer> expected =
          diverse(rows, List.of(), nearestFirst(rows, list), limit, FULL_RELAXATION);
      int expectedDiverse = expected.size();
      fill(expected, nearestFirst(rows, list), limit - freed);
      list = selected(selection);
      assertThat(list).as(about).isEqualTo(expected);
      assertThat(selection.diverseCount()).as(about).isEqualTo(expectedDiverse);
      diverse = selection.diverseCount();
      judged = list.size();
    }
  }

  @Test
  void aNewNodesFirstLinksAreStrictlyDiverseAndTheOthersRelaxed() {
    int more = 0;
    for (int seed = 0; seed < 50; seed++) {
      try (Rows rows = new Rows(8, seed)) {
        List<Integer> all = nearestFirst(rows, rows.others());
        long[] keys = all.stream().mapToLong(rows::key).toArray();
        NeighborSelection selection = new NeighborSelection(rows.scorer(), Metric.L2, 20);

        selection.select(keys, keys.length, 6, 10);

        List<Integer> strict = diverse(rows, List.of(), all, 6, 1);
        List<Integer> left = new ArrayList<>(all);
        left.removeAll(strict);
        assertThat(selection.diverseCount()).as("seed %d", seed).isEqualTo(strict.size());
        assertThat(selected(selection))
            .as("seed %d", seed)
            .isEqualTo(diverse(rows, strict, left, 10, RELAXATION));
        more += selection.count() > selection.diverseCount() ? 1 : 0;
      }
    }
    assertThat(more).as("times that the relaxed form found more").isPositive();
  }

  @Test
  void moreThanAByteOfLinksIsKnownOfAsFarAsAByteGoes() {
    HnswParameters parameters = new HnswParameters(128, 200, 1, Codes.NONE);
    GraphShape shape = new GraphShape(Metric.L2, Element.FLOAT32, 1, 300, 300, 300, parameters);
    HeapGraph graph = new HeapGraph(shape, new byte[300], new float[0], null, null);

    graph.setLinks(0, 7, new int[256], 256, 256, 256);

    assertThat(graph.diverseCount(0, 7)).isEqualTo(255);
    assertThat(graph.judgedCount(0, 7)).isEqualTo(255);
  }

  private static List<Integer> selected(NeighborSelection selection) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < selection.count(); i++) {
      list.add(selection.selected()[i]);
    }
    return list;
  }

  private static List<Integer> nearestFirst(Rows rows, List<Integer> list) {
    List<Integer> sorted = new ArrayList<>(list);
    sorted.sort((a, b) -> Long.compare(rows.key(a), rows.key(b)));
    return sorted;
  }

  /** The heuristic as the paper has it, with a relaxation. */
  private static List<Integer> diverse(
      Rows rows, List<Integer> kept, List<Integer> candidates, int limit, float relaxation) {
    List<Integer> selected = new ArrayList<>(kept);
    for (int candidate : candidates) {
      float bound = rows.distance(0, candidate) / relaxation;
      if (selected.size() < limit
          && selected.stream().allMatch(other -> rows.distance(candidate, other) >= bound)) {
        selected.add(candidate);
      }
    }
    return selected;
  }

  private static void fill(List<Integer> selected, List<Integer> candidates, int least) {
    for (int candidate : candidates) {
      if (selected.size() < least && !selected.contains(candidate)) {
        selected.add(candidate);
      }
    }
  }

  /** Rows of which the first is the node whose links are selected. */
  private static final class Rows implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final VectorBlock block;
    private final ExactScorer scorer;

    Rows(int dimension, int seed) {
      this.block =
          Vectors.block(
              arena, Element.FLOAT32, dimension, Vectors.clustered(ROWS, dimension, 9, seed));
      this.scorer = scorer();
    }

    ExactScorer scorer() {
      return new ExactScorer(block, Metric.L2, null);
    }

    List<Integer> others() {
      List<Integer> others = new ArrayList<>();
      for (int row = 1; row < ROWS; row++) {
        others.add(row);
      }
      return others;
    }

    float distance(int from, int to) {
      scorer.useRow(from);
      return scorer.distance(to);
    }

    long key(int row) {
      return DistanceKey.of(distance(0, row), row);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
