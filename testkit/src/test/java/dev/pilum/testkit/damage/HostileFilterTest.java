package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters that somebody hostile wrote, as text and built. */
class HostileFilterTest {
  private static final int MANY = 100_000;

  private Database database;
  private Table table;

  HostileFilterTest() {
    database =
        Database.open(SimulatedEnv.inline(new SimulatedFileStore(1), 1), SampleTable.OPTIONS);
    table = table(database);
  }

  private static Table table(Database database) {
    Table table =
        database.createTable(
            "t",
            Schema.builder()
                .key("id", Types.int64())
                .field("s", Types.utf8())
                .field("x", Types.float64())
                .field("tags", Types.list(Types.utf8()))
                .build());
    table.add(
        IntStream.range(0, 50)
            .mapToObj(i ->
                Row.of("id", (long) i, "s", "a".repeat(i * 40), "x", i / 3.0, "tags", List.of("t")))
            .toList());
    return table;
  }

  @BeforeEach
  void isThere() {
    assertThat(table.count()).isEqualTo(50);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void textsNestedTooDeepAreRefused() {
    for (String nested :
        List.of(
            "(".repeat(MANY) + "id = 1" + ")".repeat(MANY),
            "NOT ".repeat(MANY) + "id = 1",
            "x = " + "-".repeat(MANY / 2).replace("-", "- ") + "1",
            "x = " + "abs(".repeat(MANY) + "x" + ")".repeat(MANY),
            "x = " + "CASE WHEN id = 1 THEN ".repeat(MANY) + "1",
            "array_has(" + "[".repeat(MANY) + "]".repeat(MANY) + ", 1)",
            "s" + ".f".repeat(MANY) + " = 1")) {
      Hostile.isRefused(nested.substring(0, 30), () -> table.count(nested));
    }
  }

  @Test
  void longTextsAreAnsweredOrRefused() {
    String terms = "id = 1" + " OR id = 1".repeat(MANY);
    Hostile.isMet("many terms", () -> table.count(terms));
    String sum = "x > 1" + " + 1".repeat(MANY);
    Hostile.isMet("a long sum", () -> table.count(sum));
    String list =
        "id IN ("
            + String.join(",", LongStream.range(0, MANY).mapToObj(Long::toString).toList())
            + ")";
    Hostile.isAnswered("a long list", () -> table.count(list));
    Hostile.isRefused("a long name", () -> table.count("n".repeat(1 << 20) + " = 1"));
    Hostile.isRefused(
        "a long quoted name", () -> table.count("\"" + "n".repeat(1 << 20) + "\" = 1"));
    Hostile.isMet("a long text", () -> table.count("s = '" + "v".repeat(1 << 20) + "'"));
    Hostile.isRefused("a long number", () -> table.count("id = " + "9".repeat(1 << 20)));
    Hostile.isMet("a long fraction", () -> table.count("x > 1e-" + "9".repeat(1000)));
    Hostile.isMet("a long comment", () -> table.count("id = 1 /*" + "*".repeat(1 << 20)));
    Hostile.isMet("long blanks", () -> table.count(" ".repeat(1 << 20) + "id = 1"));
  }

  @Test
  void textsThatAreNoFilterAreRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "'",
            "s = '",
            "s = 'a''",
            "\"",
            "\"id",
            "id = 1;",
            "id = 1; DROP TABLE t",
            "id = 1 --",
            "id = ",
            "= 1",
            "id == = 1",
            "\0",
            "id = \0 1",
            "\uD800",
            "s = '\uDC00'",
            "\uD800 = 1",
            "id IN ()",
            "id IN (",
            "id BETWEEN 1",
            "s LIKE",
            "s LIKE 5",
            "x = NaN",
            "id = 99999999999999999999",
            "SELECT 1",
            "id = (SELECT 1)",
            "(",
            ")",
            "())",
            "id = ?",
            "id = :p",
            "s = 'a' ESCAPE",
            "CAST(id AS nothing) = 1",
            "abs() = 1",
            "abs(1, 2) = 1",
            "nothing(1) = 1",
            "id = 1 AND",
            "AND",
            "s LIKE 'a' ESCAPE 'ab'",
            "x / 0 = 1",
            "1")) {
      Hostile.isMet("'" + text + "'", () -> table.count(text));
    }
    Hostile.isRefused("a missing quote", () -> table.count("s = 'a"));
    Hostile.isRefused("two statements", () -> table.count("id = 1; DROP TABLE t"));
    Hostile.isRefused("nothing", () -> table.count(""));
  }

  @Test
  void patternsThatWouldTakeForeverDoNot() {
    String like = "%a".repeat(500) + "b";
    Hostile.isMet("LIKE", () -> table.count("s LIKE ?", like));
    Hostile.isMet("ILIKE", () -> table.count("s ILIKE ?", like));
    Hostile.isMet("LIKE of blanks", () -> table.count("s LIKE ?", "_%".repeat(5_000)));
    for (String regex :
        List.of(
            "(a+)+$",
            "(a|aa)+b",
            "(a*)*b",
            "((a{1,100}){1,100}){1,100}",
            "(a{1000}){1000}",
            "a{1,2000000000}",
            "(".repeat(5_000) + ")".repeat(5_000),
            "[a-\uD800]",
            "(?<n>a)\\k<n>",
            "(?=a)",
            "\\",
            "[",
            "(",
            "*",
            "a**",
            "x{-1}",
            "\\p{Nonsense}",
            "|".repeat(10_000))) {
      Hostile.isMet(
          "regex " + regex.substring(0, Math.min(20, regex.length())),
          () -> table.count("regexp_like(s, ?)", regex));
    }
  }

  @Test
  void builtFiltersNestedTooDeepAreRefused() {
    Filter not = Filters.eq("id", 1L);
    Filter and = not;
    for (int i = 0; i < MANY; i++) {
      not = not.negate();
      and = and.and(Filters.eq("id", 1L)).or(Filters.eq("id", 2L));
    }
    Filter deepNot = not;
    Filter deepAnd = and;
    Hostile.isMet("negations", () -> table.count(deepNot));
    Hostile.isMet("and and or", () -> table.count(deepAnd));
    Hostile.isMet("and and or, deleting", () -> table.deleteWhere(deepAnd));
  }

  @Test
  void valuesOfTheWrongKindAreRefused() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    Hostile.isRefused("a list in itself", () -> table.count(Filters.in("s", self)));
    Hostile.isRefused("an object", () -> table.count(Filters.eq("s", new Object())));
    Hostile.isRefused("a text for a number", () -> table.count(Filters.eq("id", "1")));
    Hostile.isMet("NaN", () -> table.count(Filters.eq("x", Double.NaN)));
    Hostile.isMet("infinity", () -> table.count(Filters.gt("x", Double.NEGATIVE_INFINITY)));
    Hostile.isMet("half a character", () -> table.count(Filters.eq("s", "\uD800")));
    Hostile.isMet("too large", () -> table.count(Filters.gt("id", 1e300)));
  }

  @Property
  void anyTextIsAnsweredOrRefused(@ForAll("texts") String text) {
    Hostile.isMet("'" + text + "'", () -> table.count(text));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> word =
        Arbitraries.of(
            "id",
            "s",
            "x",
            "tags",
            "nobody",
            "=",
            "<>",
            "<",
            ">=",
            "AND",
            "OR",
            "NOT",
            "IN",
            "(",
            ")",
            "LIKE",
            "BETWEEN",
            "IS",
            "NULL",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "CAST",
            "AS",
            ",",
            "'a%'",
            "'",
            "\"",
            "1",
            "-",
            "1e9",
            "0x",
            "?",
            ":p",
            ".",
            "[",
            "]",
            "/*",
            "--",
            "\0",
            "ё",
            "abs",
            "array_has",
            "regexp_like",
            "TIMESTAMP",
            "DATE",
            "'2024-01-01'",
            "TRUE",
            "+",
            "*",
            "/",
            "%");
    return word.list().ofMaxSize(14).map(words -> String.join(" ", words));
  }
}
