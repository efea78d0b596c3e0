package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text search sees every finished write, and scores as one index of all rows would. */
class TextSearchTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .text("title")
          .text("body", "whitespace")
          .field("n", Types.int32())
          .build();

  private static final List<String> WORDS = List.of("graph", "walk", "row", "数据库", "index", "tree");

  @TempDir private Path folder;

  @Test
  void aRowIsFoundByItsTextWhereverItLies() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(
          List.of(
              row(1, "Searching graphs", "a b"),
              row(2, "向量数据库的检索", "c"),
              row(3, null, "A b"),
              row(4, "The search for trees", null)));
      table.delete(4L);
      test.inEveryPlace(
          "t",
          reader -> {
            assertThat(ids(reader.searchText("title", "search"))).containsExactly(1L);
            assertThat(ids(reader.searchText("title", "数据库"))).containsExactly(2L);
            assertThat(ids(reader.searchText("title", "库"))).containsExactly(2L);
            assertThat(ids(reader.searchText("body", "b"))).containsExactlyInAnyOrder(1L, 3L);
            assertThat(ids(reader.searchText("body", "a"))).containsExactly(1L);
            assertThat(ids(reader.searchText(TextQuery.phrase("search graph"))))
                .containsExactly(1L);
            assertThat(ids(reader.searchText("title", "trees"))).isEmpty();
            assertThat(ids(reader.searchText(TextQueryParser.parse("+b -graph", List.of()))))
                .containsExactly(3L);
          });
    }
  }

  @Test
  void afterAnyWritesSearchesFindWhatAModelFinds() {
    long seed = Long.getLong("seed", 0x7E47);
    Random random = new Random(seed);
    DatabaseOptions small =
        DatabaseOptions.DEFAULT.withMemtableBytes(1 << 12).withMaximumSegments(3);
    Map<Long, String> model = new TreeMap<>();
    try (TestDatabase test = new TestDatabase(folder, small)) {
      test.get().createTable("t", SCHEMA);
      for (int step = 0; step < 120; step++) {
        change(random, test, model);
        String label = "seed " + seed + ", step " + step;
        String word = WORDS.get(random.nextInt(WORDS.size()));
        try (Snapshot now =
            test.table("t").snapshot()) { // upkeep would change scores between searches
          check(now, model, word, random.nextInt(40), label);
        }
      }
      test.table("t").optimize();
      assertThat(test.table("t").verify().problems()).isEmpty();
      assertScoresOfFreshTable(test, model);
    }
  }

  private static void change(Random random, TestDatabase test, Map<Long, String> model) {
    Table table = test.table("t");
    switch (random.nextInt(10)) {
      case 0 -> table.flush();
      case 1 -> table.awaitUpkeep();
      case 2 -> test.reopen();
      case 3, 4 -> {
        long id = random.nextInt(60);
        table.delete(id);
        model.remove(id);
      }
      default -> {
        for (int i = random.nextInt(5); i >= 0; i--) {
          long id = random.nextInt(60);
          String text = text(random);
          table.upsert(row(id, "x", text));
          model.put(id, text);
        }
      }
    }
  }

  private static void check(
      Reader table, Map<Long, String> model, String word, int least, String label) {
    List<Long> all =
        model.entrySet().stream()
            .filter(entry -> Arrays.asList(entry.getValue().split(" ")).contains(word))
            .map(Map.Entry::getKey)
            .toList();
    List<TextHit> hits = table.searchText("body", word).limit(1_000).hits();
    assertThat(ids(hits)).as(label).containsExactlyInAnyOrderElementsOf(all);
    assertThat(hits.stream().map(hit -> -hit.score()).toList()).as(label).isSorted();
    List<Long> matching = all.stream().filter(id -> id >= least).toList();
    List<TextHit> filtered = table.searchText("body", word).where(ge("id", least)).limit(3).hits();
    assertThat(filtered).as(label).hasSize(Math.min(3, matching.size()));
    assertThat(table.searchText("body", word).where("id >= ?", least).limit(3).hits())
        .as(label)
        .isEqualTo(filtered);
    assertThat(matching).as(label).containsAll(ids(filtered));
    List<TextHit> page = table.searchText("body", word).offset(2).limit(2).hits();
    assertThat(page)
        .as(label)
        .isEqualTo(hits.subList(Math.min(2, hits.size()), Math.min(4, hits.size())));
  }

  /** What was merged knows nothing of rows that died, so a table that never had them agrees. */
  private static void assertScoresOfFreshTable(TestDatabase test, Map<Long, String> model) {
    Table fresh = test.get().createTable("fresh", SCHEMA);
    model.forEach((id, text) -> fresh.add(List.of(row(id, "x", text))));
    for (String word : WORDS) {
      assertThat(scores(test.table("t"), word)).isEqualTo(scores(fresh, word));
    }
  }

  private static Map<Object, Float> scores(Table table, String word) {
    Map<Object, Float> scores = new HashMap<>();
    for (TextHit hit : table.searchText("body", word).limit(1_000).hits()) {
      scores.put(String.valueOf(hit.row().get("id")), hit.score());
    }
    return scores;
  }

  @Test
  void aSnapshotKeepsItsHitsAndScores() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(List.of(row(1, "graph", "x"), row(2, "graph walk", "x")));
      try (Snapshot snapshot = table.snapshot()) {
        List<TextHit> before = snapshot.searchText("title", "graph walk").hits();
        table.add(List.of(row(3, "graph", "x"), row(4, "graph graph", "x")));
        table.delete(1L);
        assertThat(table.searchText("title", "graph").hits()).hasSize(3);
        assertThat(snapshot.searchText("title", "graph walk").hits()).isEqualTo(before);
        table.optimize();
        assertThat(snapshot.searchText("title", "graph walk").hits()).isEqualTo(before);
        assertThat(before).hasSize(2);
      }
    }
  }

  @Test
  void explainNamesTermsAndIndexes() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(List.of(row(1, "graph", "x"), row(2, "walk", "x")));
      table.flush();
      table.upsert(row(2, "walks", "x"));
      assertThat(table.searchText("title", "Walking").where(ge("id", 1)).explain().toString())
          .contains("best 10 by BM25")
          .contains("text search: title:walk")
          .contains("text index on segment", "in a file", "1 dead => 1 of 2 rows (50 %)")
          .contains(
              "text index on memtable: in memory",
              "filter: id >= 1, column scan => 1 of 1 rows (100 %)");
    }
  }

  /** A document of its own. */
  record Document(
      @Key long id, @TextField String title, @TextField(analysis = "whitespace") String code) {}

  @Test
  void recordsNameTheirTextColumns() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", Schemas.of(Document.class));
      table.addRecords(List.of(new Document(1, "Walking", "a_b"), new Document(2, "x", "a b")));
      assertThat(ids(table.searchText("title", "walks"))).containsExactly(1L);
      assertThat(ids(table.searchText("code", "a_b"))).containsExactly(1L);
    }
  }

  @Test
  void hitsAreHighlighted() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(List.of(row(1, "Walking graphs", "x")));
      TextSearch search = table.searchText("title", "graph walk");
      Row found = search.hits().getFirst().row();
      assertThat(search.highlights(found, "title").marked("<", ">"))
          .isEqualTo("<Walking> <graphs>");
      assertThat(search.highlights(found, "body").spans()).isEmpty();
    }
  }

  @Test
  void columnsWithoutTextAreRefused() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      assertThatThrownBy(() -> table.searchText("n", "x")).isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> table.searchText("bdy", "x"))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("body");
      Table plain =
          test.get().createTable("plain", Schema.builder().field("body", Types.utf8()).build());
      assertThatThrownBy(() -> plain.searchText(TextQuery.match("x")))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("SchemaBuilder.text");
    }
  }

  @Test
  void schemasRememberHowTextIsAnalysed() {
    try (TestDatabase test = new TestDatabase(folder)) {
      TextAnalysis analysis = TextAnalysis.parse("english -stemming +ascii_folding");
      Schema schema = Schema.builder().key("id", Types.int64()).text("t", analysis).build();
      test.get().createTable("t", schema);
      test.reopen();
      assertThat(test.table("t").schema().field("t").textAnalysis()).isEqualTo(analysis);
      assertThat(test.table("t").schema()).isEqualTo(schema);
    }
  }

  private static String text(Random random) {
    return String.join(
        " ",
        IntStream.range(0, 1 + random.nextInt(8))
            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
            .toList());
  }

  private static Map<String, @Nullable Object> row(
      long id, @Nullable String title, @Nullable String body) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", id);
    row.put("title", title);
    row.put("body", body);
    row.put("n", (int) id);
    return row;
  }

  private static List<Long> ids(TextSearch search) {
    return ids(search.hits());
  }

  private static List<Long> ids(List<TextHit> hits) {
    return hits.stream().map(hit -> (Long) hit.row().get("id")).toList();
  }
}
