package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What plans say, for every strategy; times and numbers of segments are left out. */
class PlanGoldenTest {
  private static final GoldenFiles GOLDEN = new GoldenFiles("plans");
  private static final Pattern SEGMENT = Pattern.compile("segment (\\d+)");

  @TempDir static Path folder;

  private static PlanTables tables;

  @BeforeAll
  static void fill() {
    tables = new PlanTables(folder);
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  static Stream<String> names() {
    return plans(null).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void thePlanIsTheOneOnFile(String name) throws IOException {
    GOLDEN.check(name, lasting(plans(tables).get(name).get().toString()));
  }

  @Test
  void everyFileHasAPlan() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "plans"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
          .containsExactlyInAnyOrderElementsOf(names().toList());
    }
  }

  @Test
  void everyStrategyHasAFile() {
    List<String> operators =
        plans(tables).values().stream()
            .flatMap(plan -> plan.get().steps().stream())
            .map(Plan::operator)
            .distinct()
            .toList();
    assertThat(operators)
        .contains(
            "vector search",
            "exact search",
            "graph walk",
            "filtered graph walk",
            "long filtered graph walk",
            "skip",
            "filter",
            "live rows",
            "text search",
            "text index",
            "hybrid search",
            "scan",
            "read",
            "sort",
            "sample",
            "count",
            "group count",
            "part",
            "all of",
            "any of");
  }

  /** What cannot be the same tomorrow is replaced: times, work counted, numbers of segments. */
  private static String lasting(String plan) {
    String timeless =
        plan.replaceAll(" in [0-9.,]+ ms", " in # ms")
            .replaceAll("[0-9,]+ distances", "# distances");
    Map<String, String> segments = new HashMap<>();
    Matcher segment = SEGMENT.matcher(timeless);
    return segment.replaceAll(found ->
        "segment "
            + segments.computeIfAbsent(
                found.group(1), _ -> String.valueOf((char) ('A' + segments.size()))));
  }

  private static Map<String, Supplier<Plan>> plans(PlanTables filled) {
    Map<String, Supplier<Plan>> plans = new LinkedHashMap<>();
    scans(filled, plans);
    vectors(filled, plans);
    multivectors(filled, plans);
    texts(filled, plans);
    return plans;
  }

  private static void scans(PlanTables t, Map<String, Supplier<Plan>> plans) {
    plans.put("scan", () -> t.several().scan().explain());
    plans.put("scan-filtered", () -> t.several().scan().where("year = 2001").explain());
    plans.put(
        "scan-zones",
        () -> t.several().scan().where("id >= 1400 AND (id < 1600 OR NOT lang = 'en')").explain());
    plans.put(
        "scan-limit", () -> t.several().scan().select("id", "lang").offset(3).limit(4).explain());
    plans.put(
        "scan-ordered",
        () ->
            t.several()
                .scan()
                .where("lang = 'zh'")
                .orderBy(Order.descending("year").nullsFirst(), Order.ascending("id"))
                .offset(5)
                .limit(10)
                .explain());
    plans.put("scan-sample", () -> t.several().scan().sample(20, 7).limit(5).explain());
    plans.put("scan-nothing", () -> t.single().scan().limit(0).explain());
    plans.put(
        "scan-analyzed", () -> t.several().scan().where("id % 2 = 0").limit(9).explainAnalyze());
    plans.put(
        "scan-ordered-analyzed",
        () -> t.several().scan().orderBy(Order.ascending("lang")).limit(4).explainAnalyze());
    plans.put("index-bitmap", () -> t.indexed().scan().where("lang = 'l7'").explain());
    plans.put(
        "index-ordered",
        () -> t.indexed().scan().where("year BETWEEN 1600 AND 1605 AND id % 3 = 0").explain());
    plans.put(
        "index-labels", () -> t.indexed().scan().where("tags @> ['t5', 'u5']").explainAnalyze());
    plans.put(
        "index-any",
        () -> t.indexed().scan().where("lang IN ('l1', 'l2') OR year = 1999").explain());
    plans.put("index-most", () -> t.indexed().scan().where("year >= 1510").explainCount());
    plans.put("index-half", () -> t.indexed().scan().where("year < 1750").explainCount());
    plans.put("count", () -> t.several().scan().explainCount());
    plans.put("count-filtered", () -> t.several().scan().where("body LIKE '%walk'").explainCount());
    plans.put("group-count", () -> t.several().scan().where("id < 99").explainGroupCount("lang"));
  }

  private static void vectors(PlanTables t, Map<String, Supplier<Plan>> plans) {
    plans.put("vector-graph", () -> search(t.single()).explain());
    plans.put("vector-graph-ef", () -> search(t.single()).ef(33).limit(5).offset(2).explain());
    plans.put("vector-exact", () -> search(t.single()).exact().explain());
    plans.put("vector-other-metric", () -> search(t.single()).metric(Metric.DOT).explain());
    plans.put("vector-filter-most", () -> search(t.single()).ef(60).where("id < 4050").explain());
    plans.put("vector-filter-half", () -> search(t.single()).ef(10).where("id >= 2250").explain());
    plans.put("vector-filter-few", () -> search(t.single()).where("year = 2003").explain());
    plans.put("vector-filter-none", () -> search(t.single()).where("year < 1900").explain());
    plans.put("vector-within", () -> search(t.single()).within(2.5f).explain());
    plans.put("vector-within-limit", () -> search(t.several()).within(2.5f).limit(3).explain());
    plans.put("vector-recall", () -> search(t.single()).recallTarget(0.5).explain());
    plans.put("vector-recall-beyond", () -> search(t.single()).recallTarget(0.999_999).explain());
    plans.put("vector-several", () -> search(t.several()).explain());
    plans.put(
        "vector-several-filtered",
        () -> search(t.several()).where("lang = ? AND year > ?", "en", 2010).explain());
    plans.put("vector-analyzed", () -> search(t.several()).where("id > 5").explainAnalyze());
    plans.put(
        "vector-analyzed-compared-all",
        () -> search(t.single()).within(9).limit(2_000).explainAnalyze());
    plans.put("bits-graph", () -> t.single().search("b", PlanTables.bits(3)).explain());
  }

  private static void multivectors(PlanTables t, Map<String, Supplier<Plan>> plans) {
    plans.put("multivector-graph", () -> tokens(t.single()).ef(20).limit(3).explain());
    plans.put("multivector-exact", () -> tokens(t.single()).exact().explain());
    plans.put("multivector-several", () -> tokens(t.several()).where("id < 1510").explain());
    plans.put("multivector-within", () -> tokens(t.single()).within(1).explain());
    plans.put("multivector-recall", () -> tokens(t.single()).recallTarget(0.9).explain());
    plans.put("multivector-analyzed", () -> tokens(t.single()).ef(40).explainAnalyze());
  }

  private static void texts(PlanTables t, Map<String, Supplier<Plan>> plans) {
    plans.put("text", () -> t.several().searchText("body", "walking graphs").explain());
    plans.put(
        "text-filtered",
        () -> t.several().searchText("body", "row").where("year = 2001").limit(3).explain());
    plans.put(
        "text-analyzed",
        () -> t.several().searchText("body", "vector").offset(4).limit(30).explainAnalyze());
    plans.put("hybrid", () -> search(t.several()).limit(5).text("body", "graph index").explain());
    plans.put(
        "hybrid-filtered",
        () ->
            search(t.several())
                .text("body", "graph")
                .where("lang IS NULL")
                .fusion(new Fusion.ReciprocalRank(60, 0.5f))
                .candidates(20)
                .explain());
    plans.put(
        "hybrid-analyzed",
        () -> search(t.single()).text("body", "segments").where("id < 50").explainAnalyze());
  }

  private static Search search(Table table) {
    return table.search("v", PlanTables.query());
  }

  private static Search tokens(Table table) {
    return table.search("tokens", new float[][] {PlanTables.vector(3), PlanTables.vector(14)});
  }
}
