package dev.pilum.engine.value;

import dev.pilum.filter.Filter.Operator;

/** What operators mean for the sign of a comparison. */
public final class Operators {
  private Operators() {}

  /**
   * Returns whether {@code left operator right} holds when comparing left with right gave {@code
   * comparison}.
   */
  public static boolean holds(Operator operator, int comparison) {
    return switch (operator) {
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }

  /** Returns the operator that says the same with sides exchanged. */
  public static Operator mirrored(Operator operator) {
    return switch (operator) {
      case EQUAL -> Operator.EQUAL;
      case NOT_EQUAL -> Operator.NOT_EQUAL;
      case LESS -> Operator.GREATER;
      case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      case GREATER -> Operator.LESS;
      case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
    };
  }
}
