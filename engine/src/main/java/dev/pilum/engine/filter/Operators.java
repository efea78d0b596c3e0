package dev.pilum.engine.filter;

import dev.pilum.filter.Filter.Operator;

/** What operators mean for the sign of a comparison. */
final class Operators {
  private Operators() {}

  /**
   * Returns whether {@code left operator right} holds when comparing left with right gave {@code
   * comparison}.
   */
  static boolean holds(Operator operator, int comparison) {
    return switch (operator) {
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }
}
