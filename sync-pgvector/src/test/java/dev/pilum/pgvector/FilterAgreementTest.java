package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Order;
import dev.pilum.Sql;
import dev.pilum.backend.Backend;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.filter.Function;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.testkit.contract.Proves;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions select in PostgreSQL what they select in the engine, or are refused. */
class FilterAgreementTest {
  private static final int CONDITIONS = Integer.getInteger("pilum.pgvector.filters", 100);

  /** Columns, and constants that lie on, between and beyond their values. */
  private static final Map<String, List<Object>> CONSTANTS =
      Map.ofEntries(
          Map.entry("flag", List.of(true, false)),
          Map.entry("i8", List.of(-128L, 1L, 2.5, 1_000L, new BigDecimal("3.0"))),
          Map.entry("u8", List.of(255L, -1L, 7L, Double.NaN)),
          Map.entry("i32", List.of((long) Integer.MIN_VALUE, 5_000L, 4999.5, 1e300)),
          Map.entry(
              "i64",
              List.of(
                  Long.MIN_VALUE,
                  -3_000_000_021L,
                  -3_000_000_021.5,
                  0x1p63,
                  -0x1p63,
                  new BigDecimal("1e30"),
                  Double.NEGATIVE_INFINITY)),
          Map.entry("f16", List.of(1.5, 2L, Double.NEGATIVE_INFINITY, new BigDecimal("3.5001"))),
          Map.entry("f32", List.of(1L, 1 / 3.0, new BigDecimal("0.3333333333"), Double.NaN)),
          Map.entry(
              "f64",
              List.of(0.0, -0.0, 1L, (1L << 53) + 1, 1 / 7.0, new BigDecimal("1e400"), Double.NaN)),
          Map.entry(
              "price", List.of(new BigDecimal("12346.67"), 12347L, 12345.67, Double.NaN, 1e40)),
          Map.entry("words", List.of("", "Grüße", "Grüße, 世界 🚀 \"quoted\" \\ 3", "\uFFFD", "🚀")),
          Map.entry("blob", List.of(new byte[0], new byte[] {0, 1, 2, -1}, new byte[] {-1})),
          Map.entry(
              "day", List.of(LocalDate.of(2000, 1, 3), "2000-01-02", LocalDate.of(-4000, 1, 1))),
          Map.entry("hour", List.of(LocalTime.of(23, 59, 57), "00:00", LocalTime.MIDNIGHT)),
          Map.entry(
              "local",
              List.of(
                  LocalDateTime.of(2026, 2, 28, 12, 0, 0, 2_000),
                  LocalDate.of(2026, 2, 28),
                  "2026-02-28T12:00:00.000003")),
          Map.entry(
              "at",
              List.of(
                  Instant.parse("1969-07-20T20:17:45.123456Z"),
                  "1969-07-20T20:17:43Z",
                  "1969-07-20",
                  LocalDateTime.of(1969, 7, 20, 20, 17, 44),
                  Instant.parse("+20000-01-01T00:00:00Z"))),
          Map.entry("uid", List.of(new UUID(-3, 3), new UUID(-1, -1), new UUID(0, 0))),
          Map.entry("id", List.of("a", "row-3", "zz")));

  private static final List<String> COLUMNS = CONSTANTS.keySet().stream().sorted().toList();

  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;
  @AutoClose private Backend backend;
  private VectorCollection engine;
  private VectorCollection postgres;

  @BeforeEach
  void open() {
    db = Database.open(folder);
    backend = Backends.discover().open(pg.backendUrl("ddl=apply"));
    engine = filled(Namespace.of("default", db));
    postgres = filled(backend.namespace("default"));
  }

  private static VectorCollection filled(Namespace namespace) {
    namespace.create("docs", AllTypes.schema());
    VectorCollection docs = namespace.open("docs");
    docs.add(AllTypes.rows(20));
    return docs;
  }

  @Test
  @Proves({"D15", "U17", "U18"})
  void randomConditionsSelectTheSameRowsInBoth() {
    long seed = Long.getLong("seed", 0xF117E5);
    SplittableRandom random = new SplittableRandom(seed);
    int selected = 0;
    for (int i = 0; i < CONDITIONS; i++) {
      Filter filter = filter(random, 3);
      String message = "-Dseed=0x%X, condition %d: %s".formatted(seed, i, filter);
      List<Object> expected = ids(engine, filter);
      assertThat(ids(postgres, filter)).as(message).isEqualTo(expected);
      selected += expected.isEmpty() || expected.size() == 23 ? 0 : 1;
    }
    assertThat(selected).as("conditions that select some").isGreaterThan(CONDITIONS / 3);
  }

  @Test
  @Proves("D15")
  void computedValuesAndPairsOfColumnsSelectTheSameRowsInBoth() {
    for (String condition :
        List.of(
            "length(words) > 25",
            "octet_length(words) = length(words)",
            "octet_length(blob) = 4",
            "trim(words) <> words",
            "array_length(tags) = 4",
            "f32 < f64",
            "i8 < u8",
            "i32 > i8",
            "id < words",
            "price > i64",
            "(i8 > 3) = flag",
            "NOT (i8 > 3 OR i8 IS NULL)",
            "words IS NULL AND NOT flag IS NULL",
            "array_has_any(tags, ['x', 'none'])",
            "array_has_all(tags, ['x', 'y, z'])",
            "NOT array_has_any(tags, [])",
            "array_has_all(numbers, [3, 9223372036854775807])",
            "NOT array_has_all(numbers, [3])",
            "words LIKE '%\\\\ 1_'",
            "words LIKE '_____, __ _ %'")) {
      Filter filter = Sql.filter(condition);
      assertThat(ids(postgres, filter)).as(condition).isEqualTo(ids(engine, filter));
    }
  }

  /** A statement of PostgreSQL's has at most 65,535 parameters. */
  @Test
  @Proves("D15")
  void listsOfAnyLengthSelectTheSameRowsInBoth() {
    for (String column : COLUMNS) {
      List<Object> some = CONSTANTS.get(column).subList(1, CONSTANTS.get(column).size());
      List<Object> many = new ArrayList<>();
      while (many.size() < 66_000) {
        many.addAll(some);
      }
      Filter in = new Filter.In(Filters.column(column), many);
      Filter out = new Filter.In(Filters.column(column), some).negate();
      assertThat(ids(postgres, in.negate())).as(column).isEqualTo(ids(engine, out));
    }
  }

  @Test
  void moreConditionsThanAStatementTakesAreRefused() {
    List<Filter> many = new ArrayList<>();
    for (int i = 0; i < 66_000; i++) {
      many.add(Filters.eq("i32", i));
    }
    assertThatThrownBy(() -> postgres.count(new Filter.Or(many)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("65,535");
  }

  @Test
  @Proves("D15")
  void numbersOfAbsurdSizeSelectTheSameRowsInBoth() {
    for (String column : List.of("i8", "i64", "f16", "f32", "f64", "price")) {
      for (String digits :
          List.of("1e999999999", "-1e999999999", "1e-999999999", "-1e-999999999", "0e999999999")) {
        BigDecimal absurd = new BigDecimal(digits);
        for (Filter.Operator operator : Filter.Operator.values()) {
          Filter filter = Filters.compare(Filters.column(column), operator, Filters.value(absurd));
          assertThat(ids(postgres, filter))
              .as("%s %s %s", column, operator, digits)
              .isEqualTo(ids(engine, filter));
        }
        Filter in = Filters.in(column, absurd, 0).negate();
        assertThat(ids(postgres, in)).as("%s %s", column, digits).isEqualTo(ids(engine, in));
      }
    }
    Filter members = Filters.hasAny("numbers", new BigDecimal("1e999999999"), 3);
    assertThat(ids(postgres, members)).isEqualTo(ids(engine, members));
    assertThatThrownBy(() -> postgres.count(Filters.eq("words", new BigDecimal("1e999999999"))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("1E+999999999");
  }

  @Test
  @Proves("D15")
  void textsThatPostgresCannotHoldAreRefused() {
    for (String text : List.of("a\0", "\uD83D", "a\uDE80b", "\uDE80\uD83D")) {
      for (Filter filter :
          List.of(
              Filters.eq("words", text),
              Filters.in("words", "x", text),
              Filters.like("words", text),
              Filters.hasAny("tags", text),
              Filters.hasAll("tags", "x", text))) {
        assertThatThrownBy(() -> postgres.count(filter))
            .as("%s", filter)
            .isInstanceOf(InvalidRequest.class)
            .hasMessageContaining("take it out");
      }
      assertThatThrownBy(() -> postgres.getAll(List.of(text))).isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> postgres.deleteAll(List.of(text)))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> postgres.upsert(Map.of("id", "a", "words", text)))
          .isInstanceOf(InvalidRequest.class);
    }
    assertThat(ids(postgres, Filters.eq("words", "\uD83D\uDE80")))
        .isEqualTo(ids(engine, Filters.eq("words", "\uD83D\uDE80")));
  }

  @Test
  @Proves("D15")
  void whatPostgresWouldAnswerOtherwiseIsRefused() {
    for (String condition :
        List.of(
            "words ILIKE 'gr%'",
            "lower(words) = 'x'",
            "regexp_like(words, 'a+')",
            "i32 + 1 > 5",
            "i64 > f64",
            "CAST(i32 AS utf8) = '1'",
            "info.b > 1",
            "1 = 1")) {
      Filter filter = Sql.filter(condition);
      assertThatThrownBy(() -> postgres.count(filter))
          .as(condition)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("does not ask PostgreSQL for");
    }
    for (Filter misfit :
        List.of(Filters.eq("i32", "x"), Filters.eq("words", 1), Filters.eq("day", 1))) {
      assertThatThrownBy(() -> engine.count(misfit)).isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> postgres.count(misfit)).isInstanceOf(InvalidRequest.class);
    }
    assertThatThrownBy(() -> postgres.count(Filters.like("words", "a\\")))
        .hasMessageContaining("ends in a backslash");
    assertThatThrownBy(() -> postgres.count(Filters.eq("words", "a\0")))
        .isInstanceOf(InvalidRequest.class);
  }

  @Test
  @Proves({"O7", "U12"})
  void rowsHaveTheSameOrderAndTheSameGroupsInBoth() {
    for (String column : COLUMNS) {
      for (Order order :
          List.of(
              Order.ascending(column),
              Order.descending(column),
              Order.ascending(column).nullsFirst())) {
        Query query = Query.all().orderBy(order, Order.ascending("id")).limit(1_000);
        assertThat(found(postgres, query)).as("%s", order).isEqualTo(found(engine, query));
      }
      if (!column.equals("blob")) { // arrays equal only themselves
        assertThat(postgres.groupCount(column, Filters.all()))
            .as(column)
            .isEqualTo(engine.groupCount(column, Filters.all()));
      }
    }
    Expression length = Filters.call(Function.LENGTH, Filters.column("words"));
    Query byLength = Query.all().orderBy(Order.descending(length), Order.ascending("id"));
    assertThat(found(postgres, byLength)).isEqualTo(found(engine, byLength));
  }

  private static List<Object> ids(VectorCollection docs, Filter filter) {
    assertThat(docs.count(filter)).isLessThanOrEqualTo(23);
    return found(docs, Query.all().where(filter).orderBy(Order.ascending("id")).limit(1_000));
  }

  private static List<Object> found(VectorCollection docs, Query query) {
    return docs.search(query).stream().map(hit -> hit.id()).toList();
  }

  private static Filter filter(SplittableRandom random, int depth) {
    String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> Filters.isNull(column);
      case 1 -> new Filter.In(Filters.column(column), constants(random, column));
      case 2 ->
          Filters.compare(
              Filters.value(constant(random, column)), operator(random), Filters.column(column));
      case 3, 4, 5 ->
          Filters.compare(
              Filters.column(column), operator(random), Filters.value(constant(random, column)));
      case 6 -> filter(random, depth - 1).negate();
      case 7 -> filter(random, depth - 1).and(filter(random, depth - 1));
      default -> filter(random, depth - 1).or(filter(random, depth - 1));
    };
  }

  private static Filter.Operator operator(SplittableRandom random) {
    Filter.Operator[] all = Filter.Operator.values();
    return all[random.nextInt(all.length)];
  }

  private static List<Object> constants(SplittableRandom random, String column) {
    List<Object> constants = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      constants.add(constant(random, column));
    }
    return constants;
  }

  private static Object constant(SplittableRandom random, String column) {
    List<Object> all = CONSTANTS.get(column);
    return all.get(random.nextInt(all.size()));
  }
}
