package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hits in another order than that of the search: judged anew, or unlike each other. */
class RerankTest {
  private static final int ROWS = 300;
  private static final int DIMENSION = 8;

  @TempDir private Path folder;
  private TestDatabase test;
  private Table table;

  @BeforeEach
  void open() {
    test = new TestDatabase(folder);
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .text("words")
            .vector("cosine", DIMENSION, Metric.COSINE)
            .vector("l2", DIMENSION, Metric.L2)
            .bits("bits", 8 * DIMENSION)
            .build();
    table = test.get().createTable("t", schema);
    for (int from = 0; from < ROWS; from += 100) {
      List<Row> rows = new ArrayList<>();
      for (int id = from; id < from + 100; id++) {
        byte[] bits = new byte[DIMENSION];
        new Random(id).nextBytes(bits);
        rows.add(
            Row.of(
                "id",
                id,
                "words",
                "w" + id % 5 + " w" + id % 7,
                "cosine",
                id % 20 == 19 ? null : vector(id),
                "l2",
                vector(id),
                "bits",
                bits));
      }
      table.add(rows);
      table.flush();
    }
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theBestByTheNewScoresComeBackInTheirOrder() {
    Search search = table.search("l2", vector(1_000)).select("id").limit(5);
    List<Hit> candidates = search.limit(40).hits();
    List<Hit> seen = new ArrayList<>();
    List<Hit> hits =
        search
            .rerank(
                40,
                found -> {
                  seen.addAll(found);
                  return scores(found.stream().map(hit -> id(hit.row()) % 10).toList());
                })
            .hits();
    assertThat(seen).isEqualTo(candidates);
    List<Hit> expected =
        candidates.stream()
            .sorted((a, b) -> Long.compare(id(b.row()) % 10, id(a.row()) % 10))
            .limit(5)
            .map(hit -> new Hit(hit.row(), hit.distance(), id(hit.row()) % 10))
            .toList();
    assertThat(hits).isEqualTo(expected);
    assertThat(
            search
                .offset(2)
                .limit(3)
                .rerank(40, found -> scores(found.stream().map(hit -> id(hit.row()) % 10).toList()))
                .hits())
        .isEqualTo(expected.subList(2, 5));
  }

  @Test
  void textAndHybridSearchesAreRerankedToo() {
    TextSearch texts = table.searchText("words", "w3").select("id").limit(2);
    assertThat(
            texts
                .rerank(500, found -> scores(found.stream().map(hit -> id(hit.row())).toList()))
                .hits())
        .extracting(hit -> id(hit.row()))
        .containsExactly(298L, 297L);
    HybridSearch both = table.search("cosine", vector(7)).text("words", "w3").select("id").limit(3);
    List<HybridHit> plain = both.limit(50).hits();
    List<HybridHit> turned =
        both.rerank(
                50, found -> scores(found.stream().map(hit -> (long) -found.indexOf(hit)).toList()))
            .hits();
    assertThat(turned).extracting(HybridHit::row).isEqualTo(rows(plain.subList(0, 3)));
    assertThat(turned.getLast().score()).isEqualTo(-2);
    assertThat(turned.getLast().vector()).isEqualTo(plain.get(2).vector());
    assertThat(
            table
                .<Hit>searchAll(
                    List.of(
                        table
                            .search("l2", vector(3))
                            .limit(1)
                            .rerank(9, found -> new float[] {0, 0, 5, 0, 0, 0, 0, 0, 0})))
                .getFirst()
                .hits()
                .getFirst()
                .row()
                .get("id"))
        .isEqualTo(table.search("l2", vector(3)).hits().get(2).row().get("id"));
    assertThat(both.rerank(50, _ -> new float[0]).explain().toString())
        .contains("rerank", "50 candidates", "hybrid search");
  }

  @Test
  void whatARerankerMayNotGiveIsRefused() {
    Search search = table.search("l2", vector(1)).limit(3);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> search.rerank(3, _ -> new float[2]).hits())
        .withMessageContaining("2 scores for 3 candidates");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> search.rerank(3, _ -> new float[] {1, Float.NaN, 2}).hits())
        .withMessageContaining("candidate 1 is NaN");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> search.rerank(0, _ -> new float[0]));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            search
                .rerank(
                    3,
                    _ -> {
                      throw new IllegalStateException("no model");
                    })
                .hits())
        .withMessage("no model");
    assertThat(search.where("id < 0").rerank(3, _ -> new float[7]).hits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5, 0.7, 0.95, 1})
  void diverseHitsAreThoseOfTheDefinition(double lambda) {
    Map<Long, Row> all = new HashMap<>();
    table.scan().rows().forEach(row -> all.put(id(row), row));
    for (int seed = 2_000; seed < 2_005; seed++) {
      for (String column : List.of("cosine", "l2")) {
        Search search = table.search(column, vector(seed)).select("id");
        List<Hit> candidates = search.limit(60).hits();
        List<Integer> chosen =
            naive(
                candidates.stream().map(Hit::score).toList(),
                candidates.stream().map(hit -> vector(all, hit.row(), column)).toList(),
                column,
                (float) lambda);
        assertThat(search.offset(2).limit(10).diverse(lambda, 60).hits())
            .as("seed %d, column %s", seed, column)
            .isEqualTo(chosen.subList(2, 12).stream().map(candidates::get).toList());
      }
      HybridSearch both = table.search("cosine", vector(seed)).text("words", "w1 w2").select("id");
      List<HybridHit> candidates = both.limit(60).hits();
      List<Integer> chosen =
          naive(
              candidates.stream().map(HybridHit::score).toList(),
              candidates.stream().map(hit -> vector(all, hit.row(), "cosine")).toList(),
              "cosine",
              (float) lambda);
      assertThat(both.limit(12).diverse(lambda, 60).hits())
          .isEqualTo(chosen.stream().map(candidates::get).toList());
    }
  }

  @Test
  void bitsAreToldApartByTheBitsThatDiffer() {
    byte[] query = new byte[DIMENSION];
    Search search = table.search("bits", query).select("id", "bits").limit(2);
    List<Hit> candidates = search.limit(30).hits();
    List<Hit> chosen = search.diverse(0, 30).hits();
    assertThat(chosen.getFirst().row().get("id")).isEqualTo(candidates.getFirst().row().get("id"));
    byte[] first = bits(candidates.getFirst());
    int farthest = candidates.stream().mapToInt(hit -> differing(first, bits(hit))).max().orElse(0);
    assertThat(differing(first, bits(chosen.get(1)))).isEqualTo(farthest);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> search.diverse(1.5, 30))
        .withMessageContaining("0 to 1");
  }

  /** Maximal marginal relevance as it is written down, every similarity computed every time. */
  private static List<Integer> naive(
      List<Float> relevance, List<float @Nullable []> vectors, String column, float lambda) {
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < Math.min(12, relevance.size())) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int row = 0; row < relevance.size(); row++) {
        float likeness = chosen.isEmpty() ? 0 : Float.NEGATIVE_INFINITY;
        for (int other : chosen) {
          likeness = Math.max(likeness, similarity(vectors.get(row), vectors.get(other), column));
        }
        double gain = (double) lambda * relevance.get(row) - (1.0 - lambda) * likeness;
        if (!chosen.contains(row) && gain > most) {
          most = gain;
          best = row;
        }
      }
      chosen.add(best);
    }
    return chosen;
  }

  private static float similarity(float @Nullable [] a, float @Nullable [] b, String column) {
    if (a == null || b == null) {
      return 0;
    }
    double dot = 0;
    double lengths = 0;
    double others = 0;
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengths += (double) a[i] * a[i];
      others += (double) b[i] * b[i];
      apart += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    float distance =
        column.equals("l2")
            ? (float) apart
            : (float) (1 - dot / (Math.sqrt(lengths) * Math.sqrt(others)));
    return column.equals("l2") ? 1 / (1 + distance) : 1 - distance;
  }

  private static byte[] bits(Hit hit) {
    return Objects.requireNonNull(hit.row().bytes("bits"));
  }

  private static int differing(byte[] a, byte[] b) {
    int bits = 0;
    for (int i = 0; i < a.length; i++) {
      bits += Integer.bitCount((a[i] ^ b[i]) & 0xff);
    }
    return bits;
  }

  private static List<Row> rows(List<HybridHit> hits) {
    return hits.stream().map(HybridHit::row).toList();
  }

  private static float @Nullable [] vector(Map<Long, Row> all, Row hit, String column) {
    Row row = all.get(id(hit));
    return row == null ? null : row.vector(column);
  }

  private static long id(Row row) {
    return (Long) row.getOrDefault("id", -1L);
  }

  private static float[] scores(List<Long> numbers) {
    float[] scores = new float[numbers.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = numbers.get(i);
    }
    return scores;
  }

  private static float[] vector(int seed) {
    Random random = new Random(seed);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
