package dev.pilum.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Sql;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Expression;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What expressions give where one might wonder, on one row. */
class ExpressionTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .field("i", Types.int32())
          .field("most", Types.int64())
          .field("least", Types.int64())
          .field("f", Types.float32())
          .field("d", Types.float64())
          .field("dec", Types.decimal(10, 2))
          .field("none", Types.int32())
          .field("text", Types.utf8())
          .field("bin", Types.binary())
          .field("day", Types.date())
          .field("time", Types.time())
          .field("ts", Types.timestamp())
          .field("berlin", Types.timestamp("Europe/Berlin"))
          .field("tags", Types.list(Types.utf8()))
          .field("flag", Types.bool())
          .build();

  private static final RecordBatch ROW =
      RowWriter.batch(
          SCHEMA,
          List.of(
              Map.ofEntries(
                  Map.entry("i", 7),
                  Map.entry("most", Long.MAX_VALUE),
                  Map.entry("least", Long.MIN_VALUE),
                  Map.entry("f", 0.1f),
                  Map.entry("d", -2.5),
                  Map.entry("dec", new BigDecimal("0.10")),
                  Map.entry("text", "  Straße 漢😀 "),
                  Map.entry("bin", new byte[] {1, 2, 3}),
                  Map.entry("day", LocalDate.of(2024, 2, 29)),
                  Map.entry("time", LocalTime.of(23, 59, 58, 7_000_000)),
                  Map.entry("ts", LocalDateTime.of(1969, 12, 31, 23, 59, 59, 500_000_000)),
                  Map.entry("berlin", Instant.parse("2024-07-01T22:30:00Z")),
                  Map.entry("tags", List.of("a", "b")),
                  Map.entry("flag", true))));

  static Stream<Arguments> expressions() {
    Object[][] cases = {
      {"i / 2", 3L},
      {"-i / 2", -3L},
      {"-i % 4", -3L},
      {"i / 0", null},
      {"i % 0", null},
      {"most + 1", null},
      {"least - 1", null},
      {"least / -1", null},
      {"least % -1", 0L},
      {"most * 2", null},
      {"most * -1", -Long.MAX_VALUE},
      {"-least", null},
      {"abs(least)", null},
      {"abs(-i)", 7L},
      {"i + none", null},
      {"i / 2.0", 3.5},
      {"d / 0", Double.NEGATIVE_INFINITY},
      {"d % 2", -0.5},
      {"i * 0.1", 7 * 0.1},
      {"dec * 3", new BigDecimal("0.30")},
      {"dec * 0.01", new BigDecimal("0.0010")},
      {"dec + i", new BigDecimal("7.10")},
      {"dec / 4", 0.025},
      {"dec % 0", null},
      {"dec * 1e0", 0.1},
      {"round(d)", -3.0},
      {"round(dec * 45, 1)", new BigDecimal("4.5")},
      {"round(dec * 45)", new BigDecimal("5")},
      {"round(d * 1.01, 1)", -2.5},
      {"floor(d)", -3.0},
      {"ceil(d)", -2.0},
      {"trunc(d)", -2.0},
      {"floor(dec)", new BigDecimal("0")},
      {"sqrt(d)", Double.NaN},
      {"power(i, 2)", 49.0},
      {"lower(text)", "  straße 漢😀 "},
      {"upper(text)", "  STRASSE 漢😀 "},
      {"trim(text)", "Straße 漢😀"},
      {"ltrim(text)", "Straße 漢😀 "},
      {"length(trim(text))", 9L},
      {"octet_length(bin)", 3L},
      {"length(bin)", 3L},
      {"substr(trim(text), 8, 1)", "漢"},
      {"substr(trim(text), -1, 4)", "St"},
      {"substr(trim(text), 9)", "😀"},
      {"substr(text, 100)", ""},
      {"trim(text) || '!' || none::text", null},
      {"replace(trim(text), 'ß', 'ss')", "Strasse 漢😀"},
      {"coalesce(none, i)", 7L},
      {"coalesce(none, 0.5)", 0.5},
      {"coalesce(NULL, text)", "  Straße 漢😀 "},
      {"nullif(i, 7)", null},
      {"coalesce(dec, 0)", new BigDecimal("0.10")},
      {"coalesce(none::decimal(5, 2), 0.5)", new BigDecimal("0.50")},
      {"coalesce(none::decimal(5, 2), 0.005)", new BigDecimal("0.005")},
      {"coalesce(none::decimal(5, 2), 5e-3)", new BigDecimal("0.005")},
      {"coalesce(none::decimal(5, 2), 123456)", new BigDecimal("123456.00")},
      {"coalesce(none::decimal(38, 2), 0.005)", 0.005},
      {"coalesce(none::decimal(5, 2), 'Infinity'::double)", Double.POSITIVE_INFINITY},
      {"nullif(i, none)", 7},
      {"nullif(i, 7.0)", null},
      {"nullif(i, 7.5)", 7},
      {"nullif(dec, 0.1)", null},
      {"nullif(dec, 0.2)", new BigDecimal("0.10")},
      {"nullif(0.1, dec)", null},
      {"nullif(f, 0.1)", null},
      {"nullif(f, 1e-1)", 0.1f},
      {"nullif(0.1, f)", null},
      {"nullif(day, '2024-02-29')", null},
      {"array_length(tags)", 2L},
      {"extract(dow FROM day)", 4L},
      {"date_part('week', day)", 9L},
      {"date_part('doy', day)", 60L},
      {"date_part('quarter', day)", 1L},
      {"date_part('millisecond', time)", 58_007L},
      {"date_part('second', ts)", 59L},
      {"date_part('epoch', ts)", -1L},
      {"date_part('hour', berlin)", 0L},
      {"day(berlin)", 2L},
      {"date_trunc('month', day)", LocalDate.of(2024, 2, 1)},
      {"date_trunc('week', day)", LocalDate.of(2024, 2, 26)},
      {"date_trunc('day', berlin)", Instant.parse("2024-07-01T22:00:00Z")},
      {"date_trunc('minute', ts)", LocalDateTime.of(1969, 12, 31, 23, 59)},
      {"berlin::date", LocalDate.of(2024, 7, 2)},
      {"berlin::timestamp", LocalDateTime.of(2024, 7, 2, 0, 30)},
      {"ts::timestamptz", Instant.parse("1969-12-31T23:59:59.500Z")},
      {"day::timestamp", LocalDateTime.of(2024, 2, 29, 0, 0)},
      {"ts::time", LocalTime.of(23, 59, 59, 500_000_000)},
      {"d::int", -2L},
      {"(i * 100)::tinyint", null},
      {"(d / 0)::bigint", null},
      {"d::decimal(3, 0)", new BigDecimal("-3")},
      {"i::decimal(2, 2)", null},
      {"0.1::decimal(5, 3)", new BigDecimal("0.100")},
      {"f::double", (double) 0.1f},
      {"0.1::real", 0.1f},
      {"(i::text || '.5')::double", 7.5},
      {"text::int", null},
      {"(i::text)::int", 7L},
      {"flag::int", 1L},
      {"i::boolean", true},
      {"'yes'::boolean", true},
      {"'2024-02-29'::date", LocalDate.of(2024, 2, 29)},
      {"' 2024-02-29 '::date", LocalDate.of(2024, 2, 29)},
      {"' 2024-02-29 10:30:00 '::timestamp", LocalDateTime.of(2024, 2, 29, 10, 30)},
      {"dec::text", "0.10"},
      {"'00000000-0000-0000-0000-000000000001'::uuid", new UUID(0, 1)},
      {"f = 0.1", true},
      {"f = 1e-1", false},
      {"d < i", true},
      {"most < 9.3e18", true},
      {"most + 0 = 9223372036854775807.0", true},
      {"dec = 0.1", true},
      {"dec = f", false},
      {"dec < f", true},
      {"i > none", null},
      {"none IS NULL AND i IS NOT NULL", true},
      {"(none > 1) IS UNKNOWN", true},
      {"(none > 1) IS NOT TRUE", true},
      {"(none > 1) IS FALSE", false},
      {"flag = (i > 1)", true},
      {"i IN (1, NULL)", null},
      {"i IN (7, NULL)", true},
      {"i NOT IN (1, NULL)", null},
      {"none IN (1)", null},
      {"day < berlin::date", true},
      {"berlin = TIMESTAMP '2024-07-02 00:30:00'", true},
      {"berlin > '2024-07-02'", true},
      {"berlin >= DATE '2024-07-03'", false},
      {"text ILIKE '%STRASSE%'", false},
      {"text ILIKE '%sTRAßE%'", true},
      {"text ~ 'a.e 漢.\\s$'", true},
      {"text ~ '^..S'", true},
      {"text ~* 'straSSe'", false},
      {"array_has(tags, 'a') AND NOT array_has_any(tags, ['c'])", true},
      {"array_has_all(tags, ['a', 'b', 'a'])", true},
      {"array_has_all(tags, ['a', 'c'])", false},
      {"array_has_any(tags, [])", false},
      {"array_has(tags, NULL)", null}
    };
    return Stream.of(cases).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void anExpressionGives(String text, Object expected) {
    Expression expression = Sql.value(text);
    assertThat(evaluated(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "second, 2024-10-27T01:30:45Z",
    "minute, 2024-10-27T01:30:00Z",
    "hour, 2024-10-27T01:00:00Z",
    "day, 2024-10-26T22:00:00Z"
  })
  void theHourThatAClockShowsTwiceIsCutDownToItsOwnStart(String unit, Instant start) {
    Instant secondTime = Instant.parse("2024-10-27T01:30:45.5Z"); // 02:30:45.5 in Berlin, again
    RecordBatch row = RowWriter.batch(SCHEMA, List.of(Map.of("berlin", secondTime)));
    Expression expression = Sql.value("date_trunc('" + unit + "', berlin)");
    assertThat(evaluated(expression, row)).isEqualTo(start);
  }

  private static Object evaluated(Expression expression) {
    return evaluated(expression, ROW);
  }

  private static Object evaluated(Expression expression, RecordBatch row) {
    return RowReader.value(new FilterCompiler(SCHEMA).compile(expression).in(row), 0);
  }
}
