package dev.pilum.engine.filter;

import dev.pilum.engine.value.Operators;
import dev.pilum.filter.Filter.Operator;
import java.util.Arrays;

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
}
