package dev.pilum.bench.ann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.IndexOptions.Codes;
import dev.pilum.Row;
import dev.pilum.cli.ann.AnnBench;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.cli.ann.ChurnRequest;
import dev.pilum.cli.ann.FilterRequest;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine over a few hundred rows: it must build, open, find, and be timed. */
class AnnTrialsTest {
  private static final int ROWS = 400;
  private static final int DIMENSION = 24;
  private static final long SEED = 0x5EED;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void everyEngineFindsNearlyAllNeighboursOfEveryMetric(Metric metric) {
    StringWriter messages = new StringWriter();
    List<Row> lines = trials().run(request(metric, trials().peers(), 1), new PrintWriter(messages));
    assertThat(lines).hasSize(2 * (1 + trials().peers().size()));
    for (Row line : lines) {
      boolean wide = line.get("ef") instanceof Integer ef && ef == 100;
      assertThat(number(line, "recall"))
          .as(line + ", seed " + SEED)
          .isBetween(wide ? 0.9 : 0.5, 1.0);
      assertThat(number(line, "qps")).isPositive();
      assertThat(number(line, "p50Micros")).isLessThanOrEqualTo(number(line, "p99Micros"));
      assertThat(number(line, "buildCpuSeconds")).isPositive();
      assertThat(line.get("file")).isEqualTo("few");
    }
    assertThat(messages.toString())
        .containsPattern("pilum\\S*: built in")
        .contains("jvector/pq: built in", "qps@.95", "pilum/it");
  }

  @Test
  void pilumIsBuiltOnceForEachKindOfCodes() {
    List<Row> lines =
        trials()
            .run(
                request(Metric.L2, List.of(Codes.ONE_BIT, Codes.NONE), List.of(), 1),
                new PrintWriter(new StringWriter()));
    assertThat(lines.stream().map(line -> line.get("codes")))
        .containsExactly("one_bit", "one_bit", "none", "none");
    for (Row line : lines) {
      assertThat(number(line, "recall")).as(line + ", seed " + SEED).isGreaterThan(0.5);
    }
  }

  @Test
  void severalThreadsSearchAtATime() {
    List<Row> lines =
        trials()
            .run(
                request(Metric.L2, List.of("lucene", "jvector"), 3),
                new PrintWriter(new StringWriter()));
    assertThat(lines).hasSize(6).allSatisfy(line -> assertThat(number(line, "qps")).isPositive());
  }

  @Test
  void anEngineThatNobodyKnowsIsRefusedBeforeAnythingIsBuilt() {
    assertThatThrownBy(() ->
            trials()
                .run(request(Metric.L2, List.of("lucine"), 1), new PrintWriter(new StringWriter())))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("lucine")
        .hasMessageContaining("lucene, ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filteredSearchesFindAllThatMatchAndAreTimedBesideUnfilteredOnes() {
    FilterRequest request =
        new FilterRequest(
            "few",
            vectors(ROWS, SEED),
            vectors(20, SEED + 1),
            Metric.COSINE,
            List.of(0.5, 10.0, 90.0),
            2,
            folder);
    StringWriter messages = new StringWriter();
    List<Row> lines = trials().runFilters(request, new PrintWriter(messages));
    assertThat(lines.stream().map(line -> line.get("filter")))
        .containsExactly("random", "random", "random", "near", "near", "near");
    assertThat(lines.stream().map(line -> line.get("matches")))
        .containsExactly(2, 40, 360, 2, 40, 360);
    for (Row line : lines) {
      assertThat(line.get("shortAnswers")).as(line.toString()).isEqualTo(0);
      assertThat(number(line, "recall")).as(line + ", seed " + SEED).isBetween(0.9, 1.0);
      assertThat(number(line, "p50ToUnfiltered")).isPositive();
    }
    assertThat(messages.toString()).contains("random 10.0 %: ");
  }

  @Test
  void churnedTablesFindWhatAFreshOneFinds() {
    ChurnRequest request =
        new ChurnRequest(
            "few",
            vectors(2_000, SEED),
            vectors(40, SEED + 1),
            Metric.L2,
            List.of(40, 100),
            folder);
    StringWriter messages = new StringWriter();
    List<Row> lines = trials().runChurn(request, new PrintWriter(messages));
    assertThat(lines.stream().map(line -> line.get("table")))
        .containsExactly("fresh", "fresh", "churned", "churned", "compacted", "compacted");
    long left = (long) lines.getFirst().get("rows");
    assertThat(left).as("of 2,000, half deleted and half upserted").isBetween(1_150L, 1_350L);
    for (Row line : lines) {
      assertThat(line.get("rows")).isEqualTo(left);
      assertThat(number(line, "recall")).as(line + ", seed " + SEED).isBetween(0.8, 1.0);
      assertThat(number(line, "lessThanFresh")).as(line + ", seed " + SEED).isLessThan(0.05);
    }
    assertThat(messages.toString()).contains("churned: ", "graph walk on segment");
  }

  @Test
  void theCommandLineFindsIt() {
    assertThat(ServiceLoader.load(AnnBench.class).findFirst()).containsInstanceOf(AnnTrials.class);
  }

  private static AnnTrials trials() {
    return new AnnTrials(1, 1);
  }

  private AnnRequest request(Metric metric, List<String> peers, int threads) {
    return request(metric, List.of(Codes.INT8), peers, threads);
  }

  private AnnRequest request(Metric metric, List<Codes> codes, List<String> peers, int threads) {
    float[][] rows = vectors(ROWS, SEED);
    float[][] queries = vectors(40, SEED + 1);
    return new AnnRequest(
        "few",
        rows,
        queries,
        truth(rows, queries, metric),
        metric,
        codes,
        peers,
        List.of(100, 10),
        threads,
        2,
        folder);
  }

  private static float[][] vectors(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private static int[][] truth(float[][] rows, float[][] queries, Metric metric) {
    int[][] truth = new int[queries.length][];
    for (int q = 0; q < queries.length; q++) {
      float[] query = queries[q];
      truth[q] =
          IntStream.range(0, rows.length)
              .boxed()
              .sorted((a, b) ->
                  Double.compare(
                      distance(query, rows[a], metric), distance(query, rows[b], metric)))
              .mapToInt(Integer::intValue)
              .limit(AnnRequest.K)
              .toArray();
    }
    return truth;
  }

  private static double distance(float[] a, float[] b, Metric metric) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    return switch (metric) {
      case COSINE -> -dot / Math.sqrt(squaresOfA * squaresOfB);
      case L2 -> squaresOfA + squaresOfB - 2 * dot;
      case DOT -> -dot;
      case HAMMING -> throw new AssertionError("peers have no bits");
    };
  }

  private static double number(Row line, String column) {
    return line.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
