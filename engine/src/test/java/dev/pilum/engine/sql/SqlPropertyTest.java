package dev.pilum.engine.sql;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Sql;
import dev.pilum.engine.filter.Bits;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.filter.FilterOracle;
import dev.pilum.engine.filter.FilterTries;
import dev.pilum.engine.filter.RandomFilters;
import dev.pilum.engine.row.RandomRows;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.RecordBatch;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Filters as trees, as text, and row by row: all three must agree. */
@AddLifecycleHook(FilterTries.class)
class SqlPropertyTest {
  /** 2,000 times 10 filters. */
  @Property(tries = 2000)
  void textTreeAndRowByRowEvaluationAgree(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 40);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    for (int i = 0; i < 10; i++) {
      Filter filter = filters.filter(3);
      String text = Sql.text(filter);
      Filter parsed = SqlFilters.filter(text, SqlParameters.of(), EVERY_TYPE);
      assertThat(Sql.text(parsed)).isEqualTo(text);
      assertSame(parsed, filter, text);
      assertAgrees(parsed, batch, rows, text);
    }
  }

  private static void assertAgrees(
      Filter filter, RecordBatch batch, List<Map<String, Object>> rows, String text) {
    Bits bits = FilterEvaluator.matches(filter, batch);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(bits.get(row))
          .as("%s on %s", text, rows.get(row))
          .isEqualTo(Boolean.TRUE.equals(FilterOracle.holds(filter, rows.get(row))));
    }
  }

  /** Arrays are equal by what they hold here. */
  private static void assertSame(Filter parsed, Filter filter, String text) {
    if (!text.contains("X'")) {
      assertThat(parsed).as(text).isEqualTo(filter);
    }
  }
}
