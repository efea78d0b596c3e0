package dev.pilum.testkit.contract;

import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rows with nulls and few different values, and conditions on them, from a seed. */
final class RandomFilters {
  private static final String[] LANGS = {"en", "zh", "it's", "100%", ""};
  private static final String[] PATTERNS = {"e%", "%s", "_h", "%'%", "100\\%", "%"};
  private static final String[] COLUMNS = {"lang", "year", "rating", "day"};

  private static final List<Filter.Operator> OPERATORS = List.of(Filter.Operator.values());

  private RandomFilters() {}

  static List<Row> rows(SplittableRandom random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      @Nullable Object[] parts = new @Nullable Object[2 + 2 * COLUMNS.length];
      parts[0] = "id";
      parts[1] = "%04d".formatted(i);
      for (int c = 0; c < COLUMNS.length; c++) {
        parts[2 + 2 * c] = COLUMNS[c];
        parts[3 + 2 * c] = random.nextInt(4) == 0 ? null : value(random, COLUMNS[c]);
      }
      rows.add(Row.of(parts));
    }
    return rows;
  }

  /** Returns a condition at most so many levels deep. */
  static Filter filter(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 5);
    String column = COLUMNS[random.nextInt(COLUMNS.length)];
    return switch (kind) {
      case 0 -> Filters.isNull(column);
      case 1 -> new Filter.In(Filters.column(column), values(random, column));
      case 2 -> Filters.like("lang", PATTERNS[random.nextInt(PATTERNS.length)]);
      case 3, 4 ->
          Filters.compare(
              Filters.column(column),
              OPERATORS.get(random.nextInt(OPERATORS.size())),
              Filters.value(value(random, column)));
      case 5 -> new Filter.Not(filter(random, depth - 1));
      case 6 -> new Filter.And(parts(random, depth));
      default -> new Filter.Or(parts(random, depth));
    };
  }

  private static List<Filter> parts(SplittableRandom random, int depth) {
    List<Filter> parts = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      parts.add(filter(random, depth - 1));
    }
    return parts;
  }

  private static List<Object> values(SplittableRandom random, String column) {
    List<Object> values = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      values.add(value(random, column));
    }
    return values;
  }

  private static Object value(SplittableRandom random, String column) {
    return switch (column) {
      case "lang" -> LANGS[random.nextInt(LANGS.length)];
      case "year" -> random.nextInt(-2, 3);
      case "rating" -> random.nextInt(-2, 3) / 2.0;
      default -> LocalDate.of(2026, 1, 1).plusDays(random.nextInt(4));
    };
  }
}
