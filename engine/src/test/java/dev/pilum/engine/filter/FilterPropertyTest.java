package dev.pilum.engine.filter;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

@AddLifecycleHook(FilterTries.class)
class FilterPropertyTest {
  @Property(tries = 800)
  void columnsAgreeWithRowByRowEvaluation(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 140);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    for (int i = 0; i < 10; i++) {
      assertAgrees(filters.filter(3), batch, rows);
    }
  }

  @Property(tries = 300)
  void aRowIsInExactlyOneOfAFilterItsOppositeAndTheUnknown(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 140);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    Filter filter = new RandomFilters(seed, EVERY_TYPE, rows).filter(3);
    Bits yes = FilterEvaluator.matches(filter, batch);
    Bits no = FilterEvaluator.matches(filter.negate(), batch);
    assertThat(yes.and(no).isEmpty()).isTrue();
    assertSame(FilterEvaluator.matches(filter.negate().negate(), batch), yes);
  }

  @Property(tries = 300)
  void deMorganHolds(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 140);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    Filter a = filters.filter(2);
    Filter b = filters.filter(2);
    assertSame(
        FilterEvaluator.matches(a.and(b).negate(), batch),
        FilterEvaluator.matches(a.negate().or(b.negate()), batch));
    assertSame(
        FilterEvaluator.matches(a.or(b).negate(), batch),
        FilterEvaluator.matches(a.negate().and(b.negate()), batch));
  }

  @Property(tries = 300)
  void inIsTheOrOfEquals(@ForAll long seed) {
    Random random = new Random(seed);
    RandomRows values = new RandomRows(seed);
    List<Map<String, Object>> rows = values.rows(EVERY_TYPE, 140);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    List<Field> scalars = EVERY_TYPE.fields().stream().filter(f -> f.type().isScalar()).toList();
    Field field = scalars.get(random.nextInt(scalars.size()));
    Object[] members = new Object[1 + random.nextInt(40)];
    Arrays.setAll(members, i -> values.value(field.type()));
    Filter[] equals =
        Arrays.stream(members).map(m -> Filters.eq(field.name(), m)).toArray(Filter[]::new);
    assertSame(
        FilterEvaluator.matches(Filters.in(field.name(), members), batch),
        FilterEvaluator.matches(Filters.any(equals), batch));
  }

  @Property(tries = 300)
  void aCompiledFilterMayBeAskedAboutBatchesWithOtherColumnsToo(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 20);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    Filter filter = new RandomFilters(seed, EVERY_TYPE, rows).filter(3);
    List<Field> needed = FilterCheck.columns(filter).stream().map(EVERY_TYPE::field).toList();
    RecordBatch narrow =
        new RecordBatch(
            needed.reversed(),
            batch.rowCount(),
            needed.reversed().stream().map(f -> batch.column(f.name())).toList());
    Schema schema = EVERY_TYPE;
    assertSame(
        FilterEvaluator.of(filter, schema).matches(narrow),
        FilterEvaluator.of(filter, schema).matches(batch));
  }

  @Property(tries = 300)
  void blockByBlockMatchesWhatMatchesAtOnce(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 140);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    Filter filter = new RandomFilters(seed, EVERY_TYPE, rows).filter(3);
    FilterEvaluator evaluator = FilterEvaluator.of(filter, EVERY_TYPE);
    AtomicInteger checks = new AtomicInteger();
    assertSame(evaluator.matches(batch, checks::incrementAndGet, 64), evaluator.matches(batch));
    assertThat(checks.get()).isEqualTo((batch.rowCount() + 63) / 64);
  }

  @Property(tries = 100)
  void rowsThatComeAgainAreAnsweredAsTheFirstTime(@ForAll long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 140);
    List<Map<String, Object>> again = new ArrayList<>(rows);
    int count = rows.isEmpty() ? 0 : 200 + random.nextInt(2_000);
    while (again.size() < count) {
      again.add(rows.get(again.size() % rows.size()));
    }
    RecordBatch once = RowWriter.batch(EVERY_TYPE, rows);
    RecordBatch often = RowWriter.batch(EVERY_TYPE, again);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    for (int i = 0; i < 10; i++) {
      Filter filter = filters.filter(3);
      Bits first = FilterEvaluator.matches(filter, once);
      Bits expected = Bits.none(again.size());
      for (int row = 0; row < again.size(); row++) {
        if (first.get(row % rows.size())) {
          expected.set(row);
        }
      }
      assertThat(FilterEvaluator.matches(filter, often).words())
          .as("%s", filter)
          .isEqualTo(expected.words());
    }
  }

  @Property(tries = 100)
  void someRowsOfABatchAreThoseRows(@ForAll long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 60);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    int from = 8 * random.nextInt(batch.rowCount() / 8 + 1);
    int count = random.nextInt(batch.rowCount() - from + 1);
    assertThat(texts(batch.rows(from, count))).isEqualTo(texts(batch).subList(from, from + count));
  }

  private static void assertAgrees(
      Filter filter, RecordBatch batch, List<Map<String, Object>> rows) {
    Bits bits = FilterEvaluator.matches(filter, batch);
    assertThat(bits.length()).isEqualTo(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Boolean expected = FilterOracle.holds(filter, rows.get(row));
      assertThat(bits.get(row))
          .as("%s on %s", filter, rows.get(row))
          .isEqualTo(Boolean.TRUE.equals(expected));
    }
  }

  private static List<String> texts(RecordBatch batch) {
    return RandomRows.read(batch).stream()
        .map(row -> Arrays.deepToString(row.values().toArray()))
        .toList();
  }

  private static void assertSame(Bits left, Bits right) {
    assertThat(left.words()).isEqualTo(right.words());
  }
}
