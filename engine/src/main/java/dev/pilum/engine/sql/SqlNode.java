package dev.pilum.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a filter as it was written, conditions and values alike, parameters not yet bound. At
 * most {@link SqlNodes#MAX_DEPTH} deep. Immutable.
 */
sealed interface SqlNode {
  /** Returns the place in the text, from 0, that errors point at. */
  int at();

  /** Returns how many nodes are nested here, this one included. */
  int depth();

  /** A node without parts. */
  sealed interface Leaf extends SqlNode {
    @Override
    default int depth() {
      return 1;
    }
  }

  /** A column, by name. */
  record Name(int at, String name) implements Leaf {}

  /** A constant: a whole number, decimal number, text, bytes, true, false or null. */
  record Constant(int at, @Nullable Object value) implements Leaf {}

  /** A text with a type before it, such as {@code DATE '2024-12-31'}. */
  record Typed(int at, String type, String text) implements Leaf {}

  /** A question mark, counted from 0. */
  record Position(int at, int index) implements Leaf {}

  /** A parameter with a name, without its colon. */
  record Parameter(int at, String name) implements Leaf {}

  /** A field of a struct. */
  record Member(int at, int depth, SqlNode of, String field) implements SqlNode {}

  /** All parts, or at least one. */
  record Joined(int at, int depth, boolean all, List<SqlNode> parts) implements SqlNode {}

  /** The opposite. */
  record Not(int at, int depth, SqlNode part) implements SqlNode {}

  /** A number turned round zero. */
  record Negative(int at, int depth, SqlNode operand) implements SqlNode {}

  /** Two sides and an operator, as written. */
  record Binary(int at, int depth, String operator, SqlNode left, SqlNode right)
      implements SqlNode {}

  /** {@code operand IS [NOT] word}. */
  record Is(int at, int depth, SqlNode operand, boolean not, String word) implements SqlNode {}

  /** {@code operand IN (list)}. */
  record In(int at, int depth, SqlNode operand, List<SqlNode> list) implements SqlNode {}

  /** {@code operand BETWEEN low AND high}. */
  record Between(int at, int depth, SqlNode operand, SqlNode low, SqlNode high)
      implements SqlNode {}

  /** {@code operand LIKE pattern ESCAPE escape}. */
  record Like(
      int at,
      int depth,
      boolean ignoreCase,
      SqlNode operand,
      SqlNode pattern,
      @Nullable SqlNode escape)
      implements SqlNode {}

  /** A function's name, in lower case, and its arguments. */
  record Call(int at, int depth, String function, List<SqlNode> arguments) implements SqlNode {}

  /** A value as another type. */
  record Cast(int at, int depth, SqlNode operand, TypeName type) implements SqlNode {}

  /** A list in brackets. */
  record Array(int at, int depth, List<SqlNode> elements) implements SqlNode {}

  /**
   * A type as written.
   *
   * @param at its place
   * @param name its words in lower case, one blank between
   * @param sizes the numbers in parentheses
   */
  record TypeName(int at, String name, List<Integer> sizes) {}
}
