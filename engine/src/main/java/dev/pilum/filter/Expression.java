package dev.pilum.filter;

import dev.pilum.storage.schema.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from a row: a column, a constant, or something made of these. What expressions
 * give for nulls, overflow and the like is written down at the package. Made with {@link Filters},
 * or from SQL text by {@link dev.pilum.Sql}.
 */
public sealed interface Expression {
  /**
   * The value of a column.
   *
   * @param name of any column
   */
  record Column(String name) implements Expression {}

  /**
   * One field of a struct.
   *
   * @param struct a column, or a field, that is a struct
   * @param field name of the field in it
   */
  record Member(Expression struct, String field) implements Expression {}

  /**
   * A constant.
   *
   * @param value of a Java type that a scalar column takes (see {@link DataType}); {@code null} for
   *     SQL's NULL. Kept as {@link Long} for whole numbers in its range, {@link Double} for
   *     floating-point numbers, {@link java.math.BigDecimal} for others, {@link java.time.Instant}
   *     for times with a zone
   */
  record Literal(@Nullable Object value) implements Expression {
    public Literal {
      value = Constants.canonical(value);
    }
  }

  /**
   * A calculation with two numbers. Whole numbers give whole numbers of 64 bits, decimals and whole
   * numbers exact decimals, division of decimals and everything else float64.
   *
   * @param left the first number
   * @param operation what is done with them
   * @param right the second number
   */
  record Calculation(Expression left, Operation operation, Expression right)
      implements Expression {}

  /**
   * A function of some values.
   *
   * @param function which
   * @param arguments as many as the function takes
   */
  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A value turned into another type; null where that cannot be done.
   *
   * @param operand the value
   * @param type a scalar type; whole numbers come out with 64 bits, in the range of the type
   */
  record Cast(Expression operand, DataType type) implements Expression {}

  /**
   * Whether a condition holds: true, false, or null for unknown.
   *
   * @param condition the condition
   */
  record Truth(Filter condition) implements Expression {}

  /** What can be calculated with two numbers. */
  enum Operation {
    /** The sum. */
    ADD,
    /** The difference. */
    SUBTRACT,
    /** The product. */
    MULTIPLY,
    /** The quotient; of whole numbers without its fraction, as in Java. */
    DIVIDE,
    /** The remainder, with the sign of the first number, as in Java. */
    REMAINDER
  }
}
