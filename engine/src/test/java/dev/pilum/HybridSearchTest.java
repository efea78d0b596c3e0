package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hybrid search ranks what its two legs find, as one would by hand. */
class HybridSearchTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body").vector("v", 4, Metric.COSINE).build();

  private static final List<String> WORDS =
      List.of("graph", "walk", "row", "index", "tree", "vector", "text", "search");

  private static final float[] QUERY = {1, 0.5f, -0.25f, 0};

  @TempDir private Path folder;

  @Test
  void pointsAreThoseOfARankOrOfAScoreBetweenTheBestAndTheLast() {
    Fusion minMax = new Fusion.MinMax(0.5f);
    float[] scores = {8, 5, 4};
    assertThat(minMax.points(scores, 0)).isEqualTo(1);
    assertThat(minMax.points(scores, 1)).isEqualTo(0.25f);
    assertThat(minMax.points(scores, 2)).isZero();
    assertThat(minMax.points(new float[] {3, 3}, 1)).isEqualTo(1);
    float endless = Float.POSITIVE_INFINITY;
    assertThat(points(minMax, 3, 1, -endless, -endless)).containsExactly(1, 1, 0, 0);
    assertThat(points(minMax, endless, 3, 1)).containsExactly(1, 0, 0);
    assertThat(points(minMax, endless, 3, -endless)).containsExactly(1, 0, 0);
    assertThat(points(minMax, -endless, -endless)).containsExactly(1, 1);
    assertThat(points(minMax, Float.MAX_VALUE, 0, -Float.MAX_VALUE)).containsExactly(1, 0.5f, 0);
    assertThat(new Fusion.ReciprocalRank(60, 0.5f).points(scores, 1)).isEqualTo(1f / 62);
    assertThat(new Fusion.ReciprocalRank(Integer.MAX_VALUE, 0.5f).points(scores, 2)).isPositive();
    assertThatThrownBy(() -> minMax.points(scores, 3))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("place 3 is none of a leg with 3 candidates");
    assertThatThrownBy(() -> minMax.points(new float[0], 0)).isInstanceOf(InvalidRequest.class);
  }

  private static float[] points(Fusion fusion, float... scores) {
    float[] points = new float[scores.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = fusion.points(scores, i);
    }
    return points;
  }

  @Test
  void hitsAreThoseOfBothLegsFusedByHandWhereverRowsLie() {
    long seed = Long.getLong("seed", 0xF05E);
    try (TestDatabase test = filled(seed)) {
      test.inEveryPlace(
          "t",
          reader -> {
            try (Snapshot now =
                ((Table) reader).snapshot()) { // upkeep would change scores between legs
              check(now, Fusion.DEFAULT, null);
              check(now, new Fusion.MinMax(0.2f), ge("id", 100L));
              check(now, new Fusion.ReciprocalRank(60, 0.5f), null);
              check(now, new Fusion.ReciprocalRank(5, 0.7f), ge("id", 150L));
            }
          });
    }
  }

  @Test
  void aListOfNoConditionsIsNoFilter() {
    try (TestDatabase test = filled(1)) {
      Table table = test.table("t");
      Search near = table.search("v", QUERY);
      TextSearch words = table.searchText("body", "graph");
      assertThat(near.where(Filters.all()).explain()).isEqualTo(near.explain());
      assertThat(words.where(Filters.all()).explain()).isEqualTo(words.explain());
      assertThat(near.text("body", "graph").where("TRUE").explain())
          .isEqualTo(near.text("body", "graph").explain());
      assertThat(table.scan().where("TRUE").explain()).isEqualTo(table.scan().explain());
      Search few = near.where(ge("id", 100L));
      assertThat(few.where(Filters.all()).explain()).isEqualTo(few.explain());
    }
  }

  private static void check(Reader reader, Fusion fusion, Filter filter) {
    Search vectors = filtered(reader.search("v", QUERY).limit(20), filter);
    TextSearch texts = reader.searchText("body", "graph search").limit(20);
    texts = filter == null ? texts : texts.where(filter);
    Map<Long, Double> scores = new HashMap<>();
    double weight = fusion.vectorWeight();
    List<Double> near = vectors.hits().stream().map(hit -> -(double) hit.distance()).toList();
    List<Double> good = texts.hits().stream().map(hit -> (double) hit.score()).toList();
    List<Long> nearIds = vectors.hits().stream().map(hit -> id(hit.row())).toList();
    List<Long> goodIds = texts.hits().stream().map(hit -> id(hit.row())).toList();
    for (int i = 0; i < near.size(); i++) {
      scores.merge(nearIds.get(i), weight * points(fusion, near, i), Double::sum);
    }
    for (int i = 0; i < good.size(); i++) {
      scores.merge(goodIds.get(i), (1 - weight) * points(fusion, good, i), Double::sum);
    }
    HybridSearch both =
        filtered(reader.search("v", QUERY), filter)
            .text("body", "graph search")
            .fusion(fusion)
            .candidates(20)
            .select("id")
            .limit(12);
    List<HybridHit> hits = both.hits();
    List<Double> best =
        scores.values().stream().sorted(Comparator.reverseOrder()).limit(12).toList();
    assertThat(hits).hasSize(best.size());
    for (int i = 0; i < hits.size(); i++) {
      HybridHit hit = hits.get(i);
      assertThat((double) hit.score()).isCloseTo(best.get(i), within(1e-5));
      assertThat((double) hit.score()).isCloseTo(scores.get(id(hit.row())), within(1e-5));
      assertThat(rank(hit.vector())).isEqualTo(1 + nearIds.indexOf(id(hit.row())));
      assertThat(rank(hit.text())).isEqualTo(1 + goodIds.indexOf(id(hit.row())));
    }
    assertThat(both.limit(3).offset(4).hits()).isEqualTo(hits.subList(4, 7));
  }

  private static double points(Fusion fusion, List<Double> scores, int place) {
    return switch (fusion) {
      case Fusion.MinMax m ->
          (scores.get(place) - scores.getLast()) / (scores.getFirst() - scores.getLast());
      case Fusion.ReciprocalRank r -> 1.0 / (r.k() + place + 1);
    };
  }

  @Test
  void whenNoTextMatchesTheVectorsDecideAlone() {
    try (TestDatabase test = filled(1)) {
      Reader table = test.table("t");
      List<Long> near = table.search("v", QUERY).hits().stream().map(hit -> id(hit.row())).toList();
      List<HybridHit> hits = table.search("v", QUERY).text("body", "unheard").hits();
      assertThat(hits.stream().map(hit -> id(hit.row())).toList()).isEqualTo(near);
      assertThat(hits).allSatisfy(hit -> assertThat(hit.text()).isNull());
    }
  }

  @Test
  void rowsWithoutVectorsAreFoundByTheirText() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(List.of(Map.of("id", 1L, "body", "graph"), Map.of("id", 2L, "body", "walk")));
      List<HybridHit> hits = table.search("v", QUERY).text(TextQuery.match("graph")).hits();
      assertThat(hits).hasSize(1);
      assertThat(hits.getFirst().vector()).isNull();
      assertThat(rank(hits.getFirst().text())).isEqualTo(1);
    }
  }

  @Test
  void explainShowsTheFusionAndBothLegs() {
    try (TestDatabase test = filled(2)) {
      assertThat(
              test.table("t")
                  .search("v", QUERY)
                  .limit(5)
                  .text("body", "graph")
                  .explain()
                  .toString())
          .contains("hybrid search: MinMax[vectorWeight=0.5], 100 candidates of each leg")
          .contains("nearest 100 by COSINE")
          .contains("best 100 by BM25");
    }
  }

  @Test
  void weightsAndCandidatesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Fusion.MinMax(1.5f)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> new Fusion.ReciprocalRank(-1, 0.5f))
        .isInstanceOf(InvalidRequest.class);
    try (TestDatabase test = filled(3)) {
      HybridSearch search = test.table("t").search("v", QUERY).text("body", "graph");
      assertThatThrownBy(() -> search.candidates(0)).isInstanceOf(InvalidRequest.class);
    }
  }

  private TestDatabase filled(long seed) {
    Random random = new Random(seed);
    TestDatabase test = new TestDatabase(folder);
    Table table = test.get().createTable("t", SCHEMA);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (long id = 0; id < 300; id++) {
      float[] vector = new float[4];
      for (int i = 0; i < 4; i++) {
        vector[i] = random.nextFloat(-1, 1);
      }
      rows.add(Map.of("id", id, "body", text(random), "v", vector));
    }
    table.add(rows.subList(0, 200));
    table.flush();
    table.add(rows.subList(200, 300));
    table.deleteAll(List.of(3L, 77L, 250L));
    return test;
  }

  private static String text(Random random) {
    return String.join(
        " ",
        IntStream.range(0, 3 + random.nextInt(20))
            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
            .toList());
  }

  private static Search filtered(Search search, Filter filter) {
    return filter == null ? search : search.where(filter);
  }

  private static long id(Row row) {
    return (Long) row.get("id");
  }

  private static int rank(HybridHit.Leg leg) {
    return leg == null ? 0 : leg.rank();
  }
}
