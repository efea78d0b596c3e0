package dev.pilum.testkit.contract;

import static dev.pilum.filter.Filters.all;
import static dev.pilum.filter.Filters.any;
import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.isNotNull;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.le;
import static dev.pilum.filter.Filters.like;
import static dev.pilum.filter.Filters.lt;
import static dev.pilum.filter.Filters.ne;
import static dev.pilum.filter.Filters.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Row;
import dev.pilum.Sql;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Conditions, from the builder and as SQL text: what they select. */
interface FilterContract extends BackendUnderTest {
  @Test
  @Proves("D15")
  default void whatIsNestedTooDeeplyOrHasTooManyPartsIsRefused() {
    VectorCollection docs = docs();
    docs.upsert(BackendUnderTest.row(1));
    Filter deep = eq("year", 2001);
    for (int depth = 1; depth < 150; depth += 2) {
      deep = not(all(deep));
    }
    assertThat(docs.count(deep)).isZero();
    for (int depth = 0; depth < 100_000; depth++) {
      deep = not(deep);
    }
    Filter large = eq("year", 2001);
    for (int depth = 0; depth < 40; depth++) {
      large = any(large, large);
    }
    for (Filter hostile : List.of(deep, large)) {
      String said = hostile == deep ? "nested more than 200 deep" : "more than 200000 parts";
      refuses(said, () -> docs.count(hostile));
      refuses(said, () -> docs.search(Query.all().where(hostile)));
      refuses(said, () -> docs.deleteWhere(hostile));
      refuses(said, () -> docs.update(hostile, Row.of("lang", "en")));
      refuses(said, () -> docs.groupCount("lang", hostile));
    }
    assertThat(docs.count()).isEqualTo(1);
  }

  private static void refuses(String said, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidRequest.class).hasMessageContaining(said);
  }

  @Test
  @Proves({"D15", "O7"})
  default void everyComparisonSelectsWhatItSays() {
    VectorCollection docs = docs();
    docs.upsert(List.of(year("a", 1), year("b", 2), year("c", 3), Row.of("id", "d")));
    assertSelects(docs, eq("year", 2), "b");
    assertSelects(docs, ne("year", 2), "a", "c");
    assertSelects(docs, lt("year", 2), "a");
    assertSelects(docs, le("year", 2), "a", "b");
    assertSelects(docs, gt("year", 2), "c");
    assertSelects(docs, ge("year", 2), "b", "c");
    assertSelects(docs, between("year", 2, 3), "b", "c");
    assertSelects(docs, in("year", 1, 3, 9), "a", "c");
    assertSelects(docs, not(in("year", 1, 3)), "b");
    assertSelects(docs, isNull("year"), "d");
    assertSelects(docs, isNotNull("year"), "a", "b", "c");
  }

  @Test
  @Proves({"D15", "O7"})
  default void listsOfConditionsMayBeEmpty() {
    VectorCollection docs = docs();
    docs.upsert(List.of(year("a", 1), year("b", 2)));
    assertSelects(docs, all(), "a", "b");
    assertSelects(docs, any());
    assertSelects(docs, in("year"));
    assertSelects(docs, not(in("year")), "a", "b");
    assertSelects(docs, all(eq("year", 1), eq("id", "a")), "a");
    assertSelects(docs, any(eq("year", 1), eq("id", "b")), "a", "b");
    assertSelects(docs, all(any(eq("year", 1), eq("year", 2)), not(eq("id", "a"))), "b");
  }

  @Test
  @Proves("D15")
  default void quotesAndSignsAreOnlyText() {
    String odd = "it's \"100%\" \\ _ ; DROP TABLE docs; --";
    docs().upsert(List.of(Row.of("id", "a", "lang", odd), Row.of("id", "b", "lang", "it's")));
    assertSelects(docs(), eq("lang", odd), "a");
    assertSelects(docs(), in("lang", odd, "it's"), "a", "b");
    assertThat(docs().count("lang = 'it''s'")).isEqualTo(1);
    assertThat(docs().count("lang = ?", odd)).isEqualTo(1);
    assertSelects(docs(), like("lang", "it's \"100\\%\" \\\\ \\_%"), "a");
  }

  @Test
  @Proves({"D15", "O7", "S12"})
  default void datesAndTimesAreWrittenAsIso() {
    docs().upsert(BackendUnderTest.rows(0, 5));
    assertThat(docs().count("day = DATE '2026-01-02'")).isEqualTo(1);
    assertThat(docs().count("day >= '2026-01-03' AND day < '2026-01-05'")).isEqualTo(2);
    assertThat(docs().count("at > TIMESTAMP '2026-01-01T00:02:00Z'")).isEqualTo(2);
    assertSelects(docs(), eq("day", LocalDate.of(2026, 1, 2)), "0001");
    Instant from = Instant.parse("2026-01-01T00:01:00Z");
    Instant to = Instant.parse("2026-01-01T00:02:00Z");
    assertSelects(docs(), between("at", from, to), "0001", "0002");
    assertThat(BackendUnderTest.row(docs(), "0001").get("at"))
        .isEqualTo(from)
        .hasToString("2026-01-01T00:01:00Z");
  }

  @Test
  @Proves({"D15", "O7"})
  default void textIsMatchedByPattern() {
    docs()
        .upsert(
            List.of(
                Row.of("id", "/memory/a/1"),
                Row.of("id", "/memory/a/b/2"),
                Row.of("id", "/memory/ab/3"),
                Row.of("id", "/notes/中文")));
    assertSelects(docs(), like("id", "/memory/a/%"), "/memory/a/1", "/memory/a/b/2");
    assertSelects(docs(), like("id", "%/a_/%"), "/memory/ab/3");
    assertSelects(docs(), like("id", "/notes/__"), "/notes/中文");
    assertThat(docs().count("id LIKE '/memory/%' AND NOT id LIKE '%/b/%'")).isEqualTo(2);
  }

  @Test
  @Proves("D15")
  default void anUnknownColumnIsNamed() {
    docs().upsert(BackendUnderTest.row(1));
    assertThatThrownBy(() -> docs().count(eq("x", 1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("Unknown column 'x' in filter");
    assertThatThrownBy(() -> docs().deleteWhere("yaer = 2001 OR id = 'a'"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("Unknown column 'yaer' in filter; did you mean 'year'?");
    assertThatThrownBy(() -> docs().search(Query.all().where("NOT (x IS NULL)")))
        .hasMessageStartingWith("Unknown column 'x' in filter");
    assertThat(docs().count()).isEqualTo(1);
  }

  @Test
  @Proves({"S6", "D15"})
  default void aConditionMayBePlainTextOrBlank() {
    docs().upsert(BackendUnderTest.rows(0, 6));
    assertThat(docs().count("lang = 'en' AND year >= 2003")).isEqualTo(1);
    assertThat(BackendUnderTest.ids(docs(), Query.all().where(""))).hasSize(6);
    assertThat(docs().count(" ")).isEqualTo(6);
    assertThatThrownBy(() -> docs().count("lang = ")).isInstanceOf(InvalidRequest.class);
  }

  @Test
  @Proves({"D15", "U17"})
  default void randomConditionsSelectWhatAPlainReadingOfThemDoes() {
    long seed = Long.getLong("seed", 0xF117E5);
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = RandomFilters.rows(random, 60);
    VectorCollection docs = docs();
    docs.upsert(rows);
    for (int i = 0; i < 60; i++) {
      Filter filter = RandomFilters.filter(random, 3);
      String message = "-Dseed=0x%X, condition %d: %s".formatted(seed, i, Sql.text(filter));
      List<String> expected = new ArrayList<>();
      for (Row row : rows) {
        if (PlainFilter.matches(filter, row)) {
          expected.add((String) row.get("id"));
        }
      }
      List<String> found = BackendUnderTest.ids(docs, Query.all().where(filter));
      assertThat(found).as(message).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(docs.count(filter)).as(message).isEqualTo(expected.size());
      assertThat(docs.count(Sql.text(filter))).as(message).isEqualTo(expected.size());
    }
  }

  private static Row year(String id, int year) {
    return Row.of("id", id, "year", year);
  }

  private static void assertSelects(VectorCollection docs, Filter filter, String... ids) {
    assertThat(BackendUnderTest.ids(docs, Query.all().where(filter)))
        .as("%s", filter)
        .containsExactlyInAnyOrder(ids);
    assertThat(docs.count(filter)).as("%s", filter).isEqualTo(ids.length);
  }
}
