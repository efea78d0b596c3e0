package dev.pilum.engine.filter;

import dev.pilum.engine.value.Operators;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.Span;
import dev.pilum.storage.scalar.WideKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes true, false, both or neither. False is less than true.
 *
 * @param passesTrue whether true passes
 * @param passesFalse whether false passes
 */
record BoolTest(boolean passesTrue, boolean passesFalse) implements ColumnTest {
  static BoolTest compare(Operator operator, boolean value) {
    return new BoolTest(
        Operators.holds(operator, Boolean.compare(true, value)),
        Operators.holds(operator, Boolean.compare(false, value)));
  }

  static BoolTest in(List<Boolean> values) {
    return new BoolTest(values.contains(true), values.contains(false));
  }

  @Override
  public Spans spans() {
    List<Span> spans = new ArrayList<>();
    if (passesFalse) {
      spans.add(Span.of(new WideKey(0, 0)));
    }
    if (passesTrue) {
      spans.add(Span.of(new WideKey(1, 0)));
    }
    return Spans.exactly(spans);
  }

  @Override
  public Bits rowsIn(Column column) {
    if (passesTrue == passesFalse) {
      return passesTrue ? Bits.all(column.length()) : Bits.none(column.length());
    }
    Bits trues = Presence.packed(column.bytes(), column.length());
    return passesTrue ? trues : trues.not();
  }
}
