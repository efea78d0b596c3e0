package dev.pilum.testkit.table;

import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.hasAll;
import static dev.pilum.filter.Filters.hasAny;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.like;
import static dev.pilum.testkit.table.Columns.NUMBER;
import static dev.pilum.testkit.table.Columns.NUMBERS;
import static dev.pilum.testkit.table.Columns.TAGS;
import static dev.pilum.testkit.table.Columns.TEXT;

import dev.pilum.testkit.table.Step.Condition;
import java.util.List;
import java.util.SplittableRandom;

/** Conditions on the rows of a workload's table. */
final class Conditions {
  private Conditions() {}

  /** Returns conditions such as indexes can answer, each with what it means. */
  static List<Condition> all() {
    return List.of(
        new Condition(eq(NUMBER, 3), row -> Integer.valueOf(3).equals(row.get(NUMBER))),
        new Condition(
            eq(NUMBER, 3).negate(), row -> row.get(NUMBER) instanceof Integer n && n != 3),
        new Condition(
            between(NUMBER, 2, 8), row -> row.get(NUMBER) instanceof Integer n && n >= 2 && n <= 8),
        new Condition(isNull(NUMBER), row -> row.get(NUMBER) == null),
        new Condition(
            in(NUMBER, 1, 7, 40).and(like(TEXT, "t1%")),
            row ->
                (row.get(NUMBER) instanceof Integer n && (n == 1 || n == 7))
                    && row.get(TEXT) instanceof String t
                    && t.startsWith("t1")),
        new Condition(
            eq(TEXT, "t3").or(gt(NUMBER, 17)),
            row -> "t3".equals(row.get(TEXT)) || (row.get(NUMBER) instanceof Integer n && n > 17)),
        new Condition(
            hasAny(TAGS, "n1", "n2"),
            row -> row.get(TAGS) instanceof List<?> l && (l.contains("n1") || l.contains("n2"))),
        new Condition(
            hasAll(TAGS, "n1", "all").negate(),
            row -> row.get(TAGS) instanceof List<?> l && !l.contains("n1")));
  }

  /** Draws one. */
  static Condition draw(SplittableRandom random) {
    int low = random.nextInt(NUMBERS);
    int high = low + random.nextInt(3);
    return switch (random.nextInt(6)) {
      case 0 -> new Condition(isNull(NUMBER), row -> row.get(NUMBER) == null);
      case 1 -> new Condition(eq(TEXT, "t" + low), row -> ("t" + low).equals(row.get(TEXT)));
      default ->
          new Condition(
              between(NUMBER, low, high),
              row -> row.get(NUMBER) instanceof Integer number && number >= low && number <= high);
    };
  }
}
