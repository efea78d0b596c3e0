package dev.pilum.engine.filter;

import dev.pilum.engine.value.Operators;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.scalar.Cut;
import dev.pilum.storage.scalar.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Passes text or binary values that compare as asked with given bytes. */
final class BytesOrder implements BytesTest {
  private final Operator operator;
  private final byte[] value;

  BytesOrder(Operator operator, byte[] value) {
    this.operator = operator;
    this.value = value.clone();
  }

  @Override
  public boolean passes(byte[] bytes, int start, int end) {
    return Operators.holds(
        operator, Arrays.compareUnsigned(bytes, start, end, value, 0, value.length));
  }

  @Override
  public @Nullable Spans spans() {
    return switch (operator) {
      case EQUAL -> Spans.exactly(Span.of(value));
      case LESS -> Spans.exactly(new Span(null, Cut.before(value)));
      case LESS_OR_EQUAL -> Spans.exactly(new Span(null, Cut.behind(value)));
      case GREATER -> Spans.exactly(new Span(Cut.behind(value), null));
      case GREATER_OR_EQUAL -> Spans.exactly(new Span(Cut.before(value), null));
      case NOT_EQUAL -> null;
    };
  }
}
