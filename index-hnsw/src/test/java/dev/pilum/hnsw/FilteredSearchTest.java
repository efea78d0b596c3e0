package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Filtered graph search against exact search, over random pairs of a filter and a query; {@code
 * -Dpilum.filter.pairs} says how many of each kind.
 */
class FilteredSearchTest {

  private static final int ROWS = 12_000;
  private static final int DIMENSION = 24;
  private static final int K = 10;
  private static final int PAIRS = Integer.getInteger("pilum.filter.pairs", 300);
  private static final long SEED = Long.getLong("seed", 0x5EED);

  private static final Arena ARENA = Arena.ofShared();
  private static VectorBlock block;
  private static HnswSearcher searcher;

  /** Over a graph with int8 codes, as segments have. */
  private static HnswSearcher coded;

  private final SearchScratch scratch = new SearchScratch();

  /** What a filter has to do with the query. */
  enum Kind {
    /** Nothing. */
    RANDOM,
    /** It leaves the rows nearest to another row than the query. */
    REGION,
    /** It leaves the rows nearest to the query, but for some. */
    NEAR,
    /** It leaves the rows farthest from the query. */
    FAR
  }

  @BeforeAll
  static void build(@TempDir Path folder) {
    block =
        Vectors.block(ARENA, Element.FLOAT32, DIMENSION, Vectors.clustered(ROWS, DIMENSION, 50, 1));
    searcher = new HnswSearcher(Graphs.build(block, Metric.L2), block);
    HnswGraph withCodes = Graphs.build(block, Metric.L2, Codes.INT8);
    coded = new HnswSearcher(Graphs.reopened(withCodes, block, folder, ARENA), block);
  }

  @AfterAll
  static void free() {
    ARENA.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFilterIsFilledAndFindsWhatExactSearchFinds(Kind kind) {
    everyFilterIsFilled(kind, searcher);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFilterIsFilledByCodesToo(Kind kind) {
    everyFilterIsFilled(kind, coded);
  }

  private void everyFilterIsFilled(Kind kind, HnswSearcher graph) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] queries = Vectors.clustered(200, DIMENSION, 50, 1);
    int found = 0;
    int all = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      float[] query = queries[random.nextInt(queries.length)];
      BitSet rows = filter(kind, Math.pow(10, -4 * random.nextDouble()), query, random);
      Neighbors truth = exact(query, K, rows);
      Neighbors neighbors =
          graph.search(query, K, HnswSearcher.defaultEf(K), Vectors.of(rows), scratch);
      String which = "%s pair %d, %d rows, seed %d".formatted(kind, pair, rows.cardinality(), SEED);
      assertSound(which, neighbors, rows, K);
      all += truth.count();
      found += common(neighbors, truth);
    }
    assertThat((double) found / all).as("recall, seed %d", SEED).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void anyBreadthAndAnyNumberOfRowsAreFilled() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] queries = Vectors.clustered(200, DIMENSION, 50, 1);
    Set<SearchPlan.Method> methods = EnumSet.noneOf(SearchPlan.Method.class);
    for (int pair = 0; pair < PAIRS; pair++) {
      float[] query = queries[random.nextInt(queries.length)];
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      BitSet rows = filter(kind, Math.pow(10, -3 * random.nextDouble()), query, random);
      int k = 1 + (int) Math.pow(500, random.nextDouble());
      int ef = 1 + (int) Math.pow(300, random.nextDouble());
      String which =
          "%s pair %d, %d rows, k %d, ef %d, seed %d"
              .formatted(kind, pair, rows.cardinality(), k, ef, SEED);
      assertSound(which, search(query, k, ef, rows), rows, k);
      methods.add(searcher.plan(k, ef, rows.cardinality()).method());
    }
    assertThat(methods).as("methods met").containsExactlyInAnyOrder(SearchPlan.Method.values());
  }

  @Test
  void aFilterThatLeavesNearlyAllRowsCostsNoMoreDistances() {
    BitSet rows = nearlyAll();
    for (float[] query : Vectors.clustered(20, DIMENSION, 50, 1)) {
      search(query, K, 100, rows);
      long filtered = scratch.scoredCount();
      searcher.search(query, K, 100, null, scratch);
      assertThat(filtered).isEqualTo(scratch.scoredCount());
    }
  }

  /**
   * As many rows as the walk is wide are wanted: what a few dead rows take away is to be made up.
   */
  @Test
  void aFewDeadRowsTakeHardlyMoreDistancesAndFindAsMuch() {
    int k = 100;
    BitSet rows = nearlyAll();
    assertThat(searcher.plan(k, k, rows.cardinality()).method()).isEqualTo(SearchPlan.Method.WALK);
    long filtered = 0;
    long all = 0;
    int found = 0;
    int foundOfAll = 0;
    for (float[] query : Vectors.clustered(100, DIMENSION, 50, 1)) {
      found += common(search(query, k, k, rows), exact(query, k, rows));
      filtered += scratch.scoredCount();
      Neighbors unfiltered = searcher.search(query, k, k, null, scratch);
      foundOfAll += common(unfiltered, ExactSearch.search(block, query, Metric.L2, k));
      all += scratch.scoredCount();
    }
    assertThat(filtered).isLessThan(all * 21 / 20);
    assertThat(found).isGreaterThan(foundOfAll - 100 * k / 500);
  }

  private static BitSet nearlyAll() {
    BitSet rows = new BitSet();
    rows.set(0, ROWS);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ROWS / 100; i++) {
      rows.clear(random.nextInt(ROWS));
    }
    return rows;
  }

  @Test
  void whereAWalkIsNotEnoughAllAcceptedRowsAreComparedByTheirVectors() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] queries = Vectors.clustered(50, DIMENSION, 50, 1);
    int compared = 0;
    int found = 0;
    for (float[] query : queries) {
      BitSet rows = filter(Kind.FAR, 0.2, query, random);
      Neighbors neighbors = coded.search(query, K, 100, Vectors.of(rows), scratch);
      assertSound("FAR, seed " + SEED, neighbors, rows, K);
      found += common(neighbors, exact(query, K, rows));
      compared += scratch.comparedAll() ? 1 : 0;
    }
    assertThat(compared).isEqualTo(queries.length);
    assertThat(found).isEqualTo(queries.length * K);
  }

  @Test
  void aPlanSaysWhichNumbersDecidedIt() {
    SearchPlan few = searcher.plan(K, 100, 500);
    assertThat(few.method()).isEqualTo(SearchPlan.Method.EXACT);
    assertThat(few.acceptedRows()).isEqualTo(500);
    assertThat(few.mostNodes()).isEqualTo(25);
    SearchPlan half = searcher.plan(K, 100, ROWS / 2);
    assertThat(half.method()).isEqualTo(SearchPlan.Method.WALK);
    assertThat(half.ef()).isEqualTo(100);
    assertThat(half.nodes()).isEqualTo(100);
    assertThat(half.mostNodes()).isEqualTo(300);
    SearchPlan narrow = searcher.plan(K, 20, ROWS / 3);
    assertThat(narrow.method()).isEqualTo(SearchPlan.Method.LONG_WALK);
    assertThat(narrow.nodes()).isEqualTo(60);
  }

  @Test
  void aNodeCostsHalfWhereCodesStayInTheCache() {
    HnswParameters coded = HnswParameters.DEFAULT.withCodes(Codes.INT8);
    assertThat(mostNodes(coded, 60_000)).isEqualTo(500);
    assertThat(mostNodes(coded, 70_000)).isEqualTo(250);
    assertThat(mostNodes(coded.withCodes(Codes.NONE), 60_000)).isEqualTo(250);
  }

  /** The nodes that cost as much as 10,000 comparisons in a graph over so many rows. */
  private static int mostNodes(HnswParameters parameters, int rows) {
    GraphShape shape =
        new GraphShape(Metric.L2, Element.FLOAT32, 128, rows, rows, rows, parameters);
    return SearchPlan.of(shape, K, 100, 10_000).mostNodes();
  }

  /** With a breadth of all rows every strategy is exact. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aForcedPlanFindsTheSameRowsAsEveryOther(Kind kind) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] queries = Vectors.clustered(20, DIMENSION, 50, 1);
    for (int pair = 0; pair < 20; pair++) {
      float[] query = queries[pair];
      BitSet rows = filter(kind, Math.pow(10, -3 * random.nextDouble()), query, random);
      int[] exact = forced(query, SearchPlan.Method.EXACT, rows);
      assertThat(scratch.comparedAll()).isTrue();
      for (SearchPlan.Method walk :
          EnumSet.of(SearchPlan.Method.WALK, SearchPlan.Method.LONG_WALK)) {
        assertThat(forced(query, walk, rows))
            .as("%s, %s pair %d, seed %d", walk, kind, pair, SEED)
            .isEqualTo(exact);
        assertThat(scratch.comparedAll()).isFalse();
      }
    }
  }

  private int[] forced(float[] query, SearchPlan.Method method, BitSet rows) {
    SearchPlan plan = searcher.plan(K, ROWS, rows.cardinality()).forced(method);
    return searcher.search(query, K, plan, Vectors.of(rows), scratch).ordinals();
  }

  private Neighbors search(float[] query, int k, int ef, BitSet rows) {
    return searcher.search(query, k, ef, Vectors.of(rows), scratch);
  }

  private static void assertSound(String which, Neighbors neighbors, BitSet rows, int k) {
    assertThat(neighbors.count()).as(which).isEqualTo(Math.min(k, rows.cardinality()));
    assertThat(Arrays.stream(neighbors.ordinals()))
        .as(which)
        .allMatch(rows::get)
        .doesNotHaveDuplicates();
    for (int rank = 1; rank < neighbors.count(); rank++) {
      assertThat(neighbors.distance(rank))
          .as(which)
          .isGreaterThanOrEqualTo(neighbors.distance(rank - 1));
    }
  }

  private static Neighbors exact(float[] query, int k, BitSet rows) {
    return ExactSearch.search(
        block, query, Metric.L2, k, Vectors.of(rows), KernelWarmUp.over(), () -> false);
  }

  private static BitSet filter(Kind kind, double share, float[] query, SplittableRandom random) {
    int count = Math.max(1, (int) (share * ROWS));
    BitSet rows = new BitSet();
    switch (kind) {
      case RANDOM -> random.ints(count, 0, ROWS).forEach(rows::set);
      case REGION -> take(byDistance(row(random.nextInt(ROWS))), 0, count, rows);
      case NEAR -> {
        take(byDistance(query), 0, count, rows);
        random.ints(count / 3, 0, ROWS).forEach(rows::clear);
      }
      case FAR -> take(byDistance(query), ROWS - count, ROWS, rows);
    }
    return rows;
  }

  private static void take(int[] ordinals, int from, int to, BitSet rows) {
    for (int i = from; i < to; i++) {
      rows.set(ordinals[i]);
    }
  }

  private static int[] byDistance(float[] query) {
    return ExactSearch.search(block, query, Metric.L2, ROWS).ordinals();
  }

  private static float[] row(int ordinal) {
    float[] row = new float[DIMENSION];
    KernelProvider.forElement(Element.FLOAT32)
        .load(block.vectors(), ordinal * block.rowBytes(), DIMENSION, row);
    return row;
  }

  private static int common(Neighbors some, Neighbors others) {
    BitSet ordinals = new BitSet();
    for (int ordinal : others.ordinals()) {
      ordinals.set(ordinal);
    }
    return (int) Arrays.stream(some.ordinals()).filter(ordinals::get).count();
  }
}
