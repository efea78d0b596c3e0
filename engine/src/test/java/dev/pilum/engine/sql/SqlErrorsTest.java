package dev.pilum.engine.sql;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pilum.PreparedFilter;
import dev.pilum.Sql;
import dev.pilum.engine.filter.FilterCheck;
import dev.pilum.engine.filter.FilterTries;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AddLifecycleHook(FilterTries.class)
class SqlErrorsTest {
  @Test
  void anErrorShowsItsLineAndPointsAtItsColumn() {
    assertThat(complaint("i32 > 1\nAND (i8 = 2 OR AND i8 = 3)"))
        .isEqualTo(
            """
            filter, line 2, column 16: unexpected 'AND'; expected a column, a constant, a parameter or '('
              AND (i8 = 2 OR AND i8 = 3)
                             ^\
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void ofALongLineOnlyTheSurroundingsAreShown() {
    String text = "i8 = 1 OR ".repeat(1000) + "i8 == == 1" + " OR i8 = 1".repeat(1000);
    assertThat(complaint(text)).contains("column 10007:").contains("...");
    assertThat(complaint(text).length()).isLessThan(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "|the filter ends too early; expected a column, a constant, a parameter or '('",
        "i8 =|column 5: the filter ends too early",
        "i8 = 1 i8|column 8: unexpected 'i8'; expected AND, OR, an operator or the end",
        "(i8 = 1|column 8: the filter ends too early; expected ')' or an operator",
        "i8 = 1)|column 7: unexpected ')'; expected AND, OR, an operator or the end",
        "text = 'abc|column 8: the quote ' is never closed",
        "i8 = 1; DROP TABLE x|column 7: ';' has no meaning here",
        "i8 BETWEEN 1 OR 2|column 14: unexpected 'OR'; expected AND and the upper bound",
        "i8 IS 3|column 7: unexpected '3'; expected NULL, TRUE, FALSE or UNKNOWN",
        "i8 NOT = 3|column 8: unexpected '='; expected IN, BETWEEN, LIKE or ILIKE",
        "CAST(i8 AS int4x) = 1|column 12: unknown type 'int4x'",
        "CAST(i8 AS decimal(50)) = 1|column 12: decimal precision must be 1 to 38, got 50",
        "CAST('x' AS int) = i8|'x' is no int32",
        "lowr(text) = 'a'|column 1: unknown function 'lowr'; did you mean 'lower'?",
        "round(f32, 1, 2) = 1|column 1: round takes 1 to 2 arguments, got 3",
        "lower(i8) = 'a'|lower takes text, got column 'i8' of type int8",
        "txet = 'a'|column 1: unknown column 'txet'; did you mean 'text'?",
        "i8 = 1 AND abs(i61) = 1|column 16: unknown column 'i61'; did you mean 'i64'?",
        "coalesce(date, 'a') = date|coalesce takes values of one type; 'a' is no date",
        "nullif(date, 'a') = date|nullif takes values of one type; 'a' is no date",
        "coalesce(date, 1) = date|coalesce takes values of one type, got date and int64",
        "place.ctiy = 'a'|unknown field 'ctiy'; did you mean 'city'? fields: city, zip",
        "i8.x = 1|column 'i8' of type int8 has no fields; 'x' was asked for",
        "i8 = 'a'|column 4: column 'i8' of type int8 cannot be compared with 'a'",
        "i8 + text > 1|column 'text' of type utf8 cannot be calculated with; only numbers can",
        "i8 = text|column 'i8' of type int8 cannot be compared with column 'text' of type utf8",
        "tags = 'a'|cannot be compared in a filter, only asked whether it is null or what it has",
        "array_has(text, 'a')|only a list of scalars can be asked what it has, not column 'text'",
        "array_has(numbers, 'a')|an element of column 'numbers' of type int16 cannot be compared",
        "array_has_any(tags, 'a')|expected a list such as",
        "date = DATE '2024-02-30'|'2024-02-30' is no date",
        "point '1' = 1|'point' before a text must be DATE, TIME, TIMESTAMP or UUID",
        "text LIKE 5|the pattern of LIKE must be text, got 5",
        "text LIKE text|the pattern of LIKE must be a constant text or a parameter",
        "text LIKE 'a' ESCAPE 'ab'|ESCAPE takes one character",
        "text LIKE 'a!' ESCAPE '!'|ends in a backslash",
        "text ~ '('|'(' is no regular expression of RE2",
        "text ~ '(a{1000}){1000}'|the regular expression repeats too much",
        "date_part('yaer', date) = 1|unknown part of a date 'yaer'; did you mean 'year'?",
        "date_part('year', time) = 1|a time of day has no year",
        "1e999 < f64|column 1: the number 1e999 is out of range",
        "bin = X'ABC'|a byte has two hexadecimal digits; one is missing",
        "i8 = ? AND i16 = :x|'?' and ':name' parameters cannot be mixed",
        "['a'] = 1|a list cannot stand here"
      })
  void whatIsWrongIsSaid(String text, String expected) {
    assertThat(complaint(text == null ? "" : text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "NOT ", "-", "+", "[", "abs(", "CAST(", "i8 + (", "extract(year from "})
  void hostileNestingIsRefusedAndNotAStackOverflow(String open) {
    String text = open.repeat(1_000_000 / open.length());
    assertThat(complaint(text)).contains("nested more than 100 deep");
    assertThat(complaint(text + "1")).containsAnyOf("nested more than 100 deep", "at most 1000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"i8 + ", "i8 || ", "i8 = ", "i8 IN (1) IS NOT NULL IS TRUE = "})
  void hostileChainsAreRefusedToo(String link) {
    assertThat(complaint(link.repeat(1000) + "i8")).contains("nested more than 100 deep");
  }

  @Test
  void textThatMeansFarMoreThanItSaysIsRefused() {
    String text = "i8";
    for (int i = 0; i < 60; i++) {
      text = "((" + text + ") BETWEEN 1 AND 2)";
    }
    String doubling = text;
    assertThat(catchThrowable(() -> FilterCheck.check(Sql.filter(doubling), EVERY_TYPE)))
        .isInstanceOf(InvalidRequest.class);
  }

  @Test
  void tooLongATextIsRefused() {
    assertThat(complaint(" ".repeat(1_000_001))).contains("1000001 characters, at most 1000000");
  }

  @Test
  void aListOfManyConstantsIsNoNesting() {
    String list = "i64 IN (" + "1234567,".repeat(99_999) + "1)";
    assertThat(Sql.filter(list)).isEqualTo(Sql.filter(list.replace(" ", "  ")));
    assertThat(complaint("i8 = 1 OR ".repeat(20_000) + "1 = 'x'")).contains("compared with 'x'");
  }

  @Test
  void parametersMustFit() {
    assertThat(catchThrowable(() -> Sql.filter("a = ? AND b = ?", 1)))
        .hasMessage("the filter has 2 '?' parameters, but there are 1 values");
    assertThat(catchThrowable(() -> Sql.filter("a = :x", Map.of("y", 1))))
        .hasMessageContaining("parameter ':x' has no value; there are values for :y");
    assertThat(catchThrowable(() -> Sql.filter("a = :x", Map.of("x", 1, "xs", 1))))
        .hasMessage("the filter has no parameter ':xs'; did you mean ':x'?");
    assertThat(catchThrowable(() -> Sql.filter("a = :x", 1)))
        .hasMessageContaining("values came without names");
    assertThat(catchThrowable(() -> Sql.filter("a = ?", Map.of("x", 1))))
        .hasMessageContaining("values came by name");
    assertThat(catchThrowable(() -> Sql.filter("a = ?", List.of(1, 2))))
        .hasMessageContaining("the parameter is a list");
    assertThat(catchThrowable(() -> Sql.filter("a = ?", new int[] {1})))
        .hasMessageContaining("the parameter is a list");
  }

  @Test
  void listsMayBeParameters() {
    assertThat(Sql.filter("a IN (?)", List.of(1, 2))).isEqualTo(Filters.in("a", 1, 2));
    assertThat(Sql.filter("a IN ?", List.of())).isEqualTo(Filters.in("a"));
    assertThat(Sql.filter("a IN (?)", new int[] {1, 2})).isEqualTo(Filters.in("a", 1, 2));
    assertThat(Sql.filter("a IN ?", new long[] {3})).isEqualTo(Filters.in("a", 3));
    assertThat(Sql.filter("a IN (0, ?)", new double[] {0.5})).isEqualTo(Filters.in("a", 0, 0.5));
    assertThat(Sql.filter("a IN (?)", new byte[] {1}).toString()).contains("values=[[B@");
    assertThat(Sql.filter("array_has_any(a, :t)", Map.of("t", List.of("x"))))
        .isEqualTo(Filters.hasAny("a", "x"));
  }

  @Test
  void aPreparedFilterIsBoundAgainAndAgain() {
    PreparedFilter prepared = Sql.prepare("a = :x OR b = :x");
    assertThat(prepared.bind(Map.of("x", 1)))
        .isEqualTo(Filters.any(Filters.eq("a", 1), Filters.eq("b", 1)));
    assertThat(prepared.bind(Map.of("x", "'")))
        .isEqualTo(Filters.any(Filters.eq("a", "'"), Filters.eq("b", "'")));
  }

  /** Whatever the value is, it stays one: the filter is the one that the builder makes. */
  @Property
  void valuesStayValues(@ForAll String value) {
    String[] attempts = {value, "' OR 1=1 --", "x' OR 'a'='a", "?", ":x", "NULL", value + "'"};
    for (String attempt : attempts) {
      assertThat(Sql.filter("text = ?", attempt)).isEqualTo(Filters.eq("text", attempt));
      assertThat(Sql.filter("text = :x", Map.of("x", attempt)))
          .isEqualTo(Filters.eq("text", attempt));
      assertThat(Sql.filter(Sql.text(Filters.eq("text", attempt))))
          .isEqualTo(Filters.eq("text", attempt));
    }
  }

  /** Pieces of SQL in any order: a filter or an error of ours, nothing else. */
  @Property(tries = 3000)
  void anyTextGivesAFilterOrAnError(@ForAll long seed) {
    String[] pieces = {
      "i8",
      "text",
      "tags",
      "place",
      ".",
      "city",
      "(",
      ")",
      "[",
      "]",
      ",",
      "'a'",
      "'",
      "\"",
      "1",
      "0.5",
      "AND",
      "OR",
      "NOT",
      "IN",
      "BETWEEN",
      "LIKE",
      "IS",
      "NULL",
      "TRUE",
      "=",
      "<",
      "+",
      "-",
      "*",
      "/",
      "||",
      "~",
      "CAST",
      "AS",
      "int",
      "date",
      "DATE",
      "'2024-01-01'",
      "lower",
      "abs",
      "array_has",
      "coalesce",
      "::",
      "?",
      ":x",
      "@>",
      "#",
      "\u0000",
      "😀",
      "extract",
      "from",
      "year"
    };
    Random random = new Random(seed);
    String[] chosen = new String[random.nextInt(12)];
    Arrays.setAll(chosen, i -> pieces[random.nextInt(pieces.length)]);
    String text = String.join(random.nextBoolean() ? " " : "", chosen);
    Throwable thrown =
        catchThrowable(() -> SqlFilters.filter(text, SqlParameters.of(), EVERY_TYPE));
    if (thrown != null) {
      assertThat(thrown).as(text).isInstanceOf(InvalidRequest.class);
    }
  }

  private static String complaint(String text) {
    return assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> SqlFilters.filter(text, SqlParameters.of(), EVERY_TYPE))
        .actual()
        .getMessage();
  }
}
