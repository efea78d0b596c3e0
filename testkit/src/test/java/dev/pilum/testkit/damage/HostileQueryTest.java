package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches and rows that somebody hostile made up. */
class HostileQueryTest {
  private static final int[] NUMBERS = {
    Integer.MIN_VALUE, -1, 0, 1, 1 << 20, Integer.MAX_VALUE - 1, Integer.MAX_VALUE
  };

  private static final float[] FLOATS = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -0.0f,
    1e-40f
  };

  private final Database database =
      Database.open(SimulatedEnv.inline(new SimulatedFileStore(1), 1), SampleTable.OPTIONS);
  private final Table table;

  HostileQueryTest() {
    SampleTable.create(database, "t", 1);
    table = database.openTable("t");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void numbersAtTheLimitsAreAnsweredOrRefused() {
    float[] near = {1, 2, 3, 4};
    for (int n : NUMBERS) {
      String at = " " + n;
      Hostile.isMet("limit" + at, () -> table.search("vector", near).limit(n).hits());
      Hostile.isMet("offset" + at, () -> table.search("vector", near).offset(n).hits());
      Hostile.isMet(
          "both" + at, () -> table.search("vector", near).limit(n).offset(n).exact().hits());
      Hostile.isMet("ef" + at, () -> table.search("vector", near).ef(n).hits());
      Hostile.isMet("bits" + at, () -> table.search("bits", new byte[2]).limit(n).hits());
      Hostile.isMet("text" + at, () -> table.searchText("body", "row").limit(n).offset(n).hits());
      Hostile.isMet("scan" + at, () -> table.scan().limit(n).offset(n).rows());
      Hostile.isMet("sample" + at, () -> table.scan().sample(n, 1).rows());
      Hostile.isMet("batches" + at, () -> closed(table, n));
      Hostile.isMet(
          "hybrid" + at,
          () -> table.search("vector", near).text("body", "row").candidates(n).limit(n).hits());
      Hostile.isMet("diverse" + at, () -> table.search("vector", near).diverse(0.5, n).hits());
      Hostile.isMet("recall" + at, () -> table.measureRecall("vector", n));
    }
    assertThat(table.search("vector", near).limit(Integer.MAX_VALUE).hits())
        .as("all rows, and no more")
        .hasSize((int) table.count());
  }

  private static int closed(Table table, int n) {
    try (var batches = table.scan().batches(n)) {
      return batches.hasNext() ? batches.next().rowCount() : 0;
    }
  }

  @Test
  void vectorsThatAreNoneAreRefused() {
    for (float odd : FLOATS) {
      float[] vector = {1, odd, 0, 0};
      Hostile.isMet("search for " + odd, () -> table.search("vector", vector).hits());
      Hostile.isMet("within " + odd, () -> table.search("vector", new float[4]).within(odd).hits());
      Hostile.isMet("recall " + odd, () -> table.search("vector", vector).recallTarget(odd).hits());
      Hostile.isMet(
          "lambda " + odd, () -> table.search("vector", new float[4]).diverse(odd, 5).hits());
      Hostile.isMet("store " + odd, () -> table.upsert(Row.of("id", 500L, "vector", vector)));
      Hostile.isMet(
          "store passages " + odd,
          () -> table.upsert(Row.of("id", 501L, "passages", new float[][] {{odd, 1}})));
    }
    Hostile.isRefused("NaN", () -> table.search("vector", new float[] {Float.NaN, 0, 0, 0}).hits());
    for (int length : new int[] {0, 3, 5, 1 << 24}) {
      Hostile.isRefused(length + " floats", () -> table.search("vector", new float[length]).hits());
      Hostile.isRefused(length + " bytes", () -> table.search("bits", new byte[length]).hits());
      Hostile.isRefused(
          length + " in a row",
          () -> table.upsert(Row.of("id", 502L, "vector", new float[length])));
    }
    Hostile.isRefused("no passage", () -> table.search("passages", new float[0][]).hits());
    Hostile.isRefused("a ragged query", () -> table.search("passages", new float[][] {{1}}).hits());
    Hostile.isRefused("a text column", () -> table.search("body", new float[4]).hits());
    Hostile.isRefused("no column", () -> table.search("nobody", new float[4]).hits());
    table.flush();
    table.optimize();
    assertThat(table.verify().problems()).isEmpty();
    assertThat(table.search("vector", new float[4]).limit(100).hits()).isNotEmpty();
  }

  @Test
  void textQueriesAreAnsweredOrRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "\0",
            "\uD800",
            "*",
            "?",
            "\"",
            "\"row",
            "(",
            ")",
            "((((",
            "row AND",
            "-row",
            "+",
            "row~999999999",
            "row^1e999",
            "row^-1",
            "row^NaN",
            "body:row",
            "nobody:row",
            "/a/",
            "[a TO b]",
            "{* TO *}",
            "\\",
            "&&",
            "||",
            "!",
            "a".repeat(1 << 20),
            "row ".repeat(100_000),
            "(".repeat(100_000),
            "\"row ".repeat(50_000),
            "*a*",
            "r*",
            "ё".repeat(40_000))) {
      String shown = text.substring(0, Math.min(12, text.length()));
      Hostile.isMet("text '" + shown + "'", () -> table.searchText("body", text).hits());
      Hostile.isMet("parsed '" + shown + "'", () -> parsed(text));
    }
  }

  private Object parsed(String text) {
    return table.searchText(dev.pilum.fts.TextQueryParser.parse(text, List.of("body"))).hits();
  }

  @Test
  void rowsThatAreNoneAreRefused() {
    Map<String, Object> nullName = new HashMap<>();
    nullName.put(null, 1L);
    List<Object> self = new ArrayList<>();
    self.add(self);
    Hostile.isRefused("no key", () -> table.upsert(Map.of("name", "x")));
    Hostile.isRefused("a null name", () -> table.upsert(nullName));
    Hostile.isRefused("an unknown column", () -> table.upsert(Map.of("id", 1L, "nobody", 1)));
    Hostile.isRefused("a text key", () -> table.upsert(Map.of("id", "1")));
    Hostile.isRefused("a fraction", () -> table.upsert(Map.of("id", 1.5)));
    Hostile.isRefused(
        "too large a number", () -> table.upsert(Map.of("id", 1L, "number", 1L << 40)));
    Hostile.isRefused("a list in itself", () -> table.upsert(Map.of("id", 1L, "tags", self)));
    Hostile.isRefused(
        "numbers for texts", () -> table.upsert(Map.of("id", 1L, "tags", List.of(1))));
    Hostile.isRefused("a text for a vector", () -> table.upsert(Map.of("id", 1L, "vector", "1,2")));
    Hostile.isMet("doubles", () -> table.upsert(Map.of("id", 1L, "vector", new double[4])));
    Hostile.isRefused(
        "bits of one byte", () -> table.upsert(Map.of("id", 1L, "bits", new byte[1])));
    Hostile.isRefused(
        "a ragged passage",
        () -> table.upsert(Map.of("id", 1L, "passages", new float[][] {{1}, {1, 2, 3}})));
    Hostile.isRefused(
        "a missing passage",
        () -> table.upsert(Map.of("id", 1L, "passages", new float[][] {null})));
    Hostile.isMet(
        "half a character", () -> table.upsert(Map.of("id", 700L, "name", "\uDC00\uD800")));
    Hostile.isMet("no characters", () -> table.upsert(Map.of("id", 701L, "name", "", "body", "")));
    Hostile.isRefused(
        "a key twice", () -> table.add(List.of(Map.of("id", 900L), Map.of("id", 900L))));
    assertThat(table.verify().problems()).isEmpty();
  }

  @Test
  void aTextOfAHundredMegabytesIsKeptOrRefused() {
    String large = "x".repeat(100 << 20);
    Hostile.isMet("a large text", () -> table.upsert(Map.of("id", 800L, "name", large)));
    assertThat(table.get(3L)).isNotNull();
    assertThat(table.verify().problems()).isEmpty();
  }

  @Property(tries = 5)
  void anyTextQueryIsAnsweredOrRefused(@ForAll @Size(40) List<String> texts) {
    for (String text : texts) {
      Hostile.isMet("'" + text + "'", () -> table.searchText("body", text).hits());
      Hostile.isMet("'" + text + "'", () -> parsed(text));
    }
  }
}
