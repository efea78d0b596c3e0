package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How plans are drawn. */
class PlanTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  @Test
  void aTreeHasALineForEachStepAndAMarginForEachDepth() {
    Plan leaf = step("filter", Plan.Rows.exactly(1), List.of());
    Plan middle = step("walk", Plan.Rows.atMost(20), List.of(leaf));
    Plan root = step("search", Plan.Rows.exactly(5), List.of(middle, middle));
    assertThat(root)
        .hasToString(
            """
            search on s: d, e => 5 rows
            ├─ walk on s: d, e => at most 20 rows
            │  └─ filter on s: d, e => 1 row
            └─ walk on s: d, e => at most 20 rows
               └─ filter on s: d, e => 1 row\
            """);
    assertThat(root.steps()).containsExactly(root, middle, leaf, middle, leaf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 1000000 | 0 of 1,000,000 rows (0 %)
          1 | 1000000 | 1 of 1,000,000 rows (less than 0.01 %)
          550 | 100000 | 550 of 100,000 rows (0.55 %)
          55 | 1000 | 55 of 1,000 rows (5.5 %)
          551 | 1000 | 551 of 1,000 rows (55 %)
          9999 | 10000 | 9,999 of 10,000 rows (over 99 %)
          10000 | 10000 | 10,000 of 10,000 rows (100 %)
          0 | 0 | 0 of 0 rows
          """)
  void selectivityIsNeverRoundedToNothingOrAll(long rows, long of, String expected) {
    Plan plan = new Plan("f", "", List.of(), new Plan.Rows(rows, rows, rows, of), null, List.of());
    assertThat(plan).hasToString("f => " + expected);
  }

  @Test
  void whatIsNotKnownSaysSo() {
    Plan plan = new Plan("f", "", List.of(), new Plan.Rows(2, 30, 400, 500), null, List.of());
    assertThat(plan).hasToString("f => about 30 of 500 rows (6.0 %)");
    assertThat(plan.rows().selectivity()).isEqualTo(0.06);
  }

  @Test
  void numbersAreTheSameInEveryLanguage() {
    Locale.setDefault(Locale.forLanguageTag("de-DE"));
    Plan.Actual actual =
        new Plan.Actual(1_234, Duration.ofNanos(5_678_900), List.of("a note", "another"));
    Plan plan = new Plan("f", "", List.of(), Plan.Rows.atMost(9_999), actual, List.of());
    assertThat(plan)
        .hasToString("f => at most 9,999 rows [1,234 rows in 5.679 ms; a note; another]");
  }

  private static Plan step(String operator, Plan.Rows rows, List<Plan> inputs) {
    return new Plan(operator, "s", List.of("d", "e"), rows, null, inputs);
  }
}
