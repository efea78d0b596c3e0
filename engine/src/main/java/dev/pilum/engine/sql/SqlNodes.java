package dev.pilum.engine.sql;

import dev.pilum.storage.error.InvalidRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of tokens for the parser, and sees to it that neither the nodes nor the parser's own
 * calls are nested too deep. One per text, one thread.
 */
final class SqlNodes {
  /**
   * Far more than anybody writes. The parser needs about ten stack frames for a level; what is made
   * of a filter nests at most twice as deep as its text.
   */
  static final int MAX_DEPTH = 100;

  /** A number of more digits is a mistake, and costs time that grows with their square. */
  private static final int MAX_DIGITS = 1_000;

  /** So many digits always fit a long. */
  private static final int LONG_DIGITS = 18;

  /** 2^63: no long, but its opposite is. */
  private static final String BEHIND_LONGS = "9223372036854775808";

  private final SqlText text;
  private int open;
  private int positions;
  private boolean named;
  private @Nullable String alias;
  private @Nullable Token expectedAfter;
  private String expected = "";

  SqlNodes(SqlText text) {
    this.text = text;
  }

  /** Returns how many question marks there are. */
  int positions() {
    return positions;
  }

  /** Returns whether there are parameters with names. */
  boolean isNamed() {
    return named;
  }

  /** Returns what the value is called, or {@code null}. */
  @Nullable String alias() {
    return alias;
  }

  /** Notes what the value is called. */
  void alias(Token token) {
    alias = nameOf(token);
  }

  /** Notes what must follow {@code last}; where nothing is noted, a value must. */
  void expect(@Nullable Token last, String what) {
    expectedAfter = last;
    expected = what;
  }

  /** Returns the error of a token that cannot follow {@code last}. */
  InvalidRequest unexpected(Token last, Token token) {
    String wanted =
        last.equals(expectedAfter) ? expected : "a column, a constant, a parameter or '('";
    return switch (token.kind) {
      case SqlParserConstants.EOF ->
          text.wrong(
              token.beginColumn, "the " + text.what() + " ends too early; expected " + wanted);
      case SqlParserConstants.OPEN_STRING, SqlParserConstants.OPEN_QUOTED ->
          text.wrong(token.beginColumn, "the quote " + token.image.charAt(0) + " is never closed");
      case SqlParserConstants.WRONG ->
          text.wrong(token.beginColumn, "'" + token.image + "' has no meaning here");
      default ->
          text.wrong(token.beginColumn, "unexpected " + shown(token) + "; expected " + wanted);
    };
  }

  /** Goes one level deeper into parentheses and the like. */
  void enter(Token token) {
    open++;
    checkDepth(token.beginColumn, open);
  }

  /** Comes back. */
  void leave() {
    open--;
  }

  SqlNode name(Token token) {
    return new SqlNode.Name(token.beginColumn, nameOf(token));
  }

  SqlNode member(Token token, SqlNode of, String field) {
    return new SqlNode.Member(token.beginColumn, above(token, of), of, field);
  }

  SqlNode constant(Token token, @Nullable Object value) {
    return new SqlNode.Constant(token.beginColumn, value);
  }

  /**
   * A whole number is a long where that holds it, one with an exponent a double, every other a
   * decimal: as in SQL, where 0.1 is exact and 1e-1 is approximate.
   */
  SqlNode number(Token token) {
    String digits = token.image;
    if (digits.length() > MAX_DIGITS) {
      throw text.wrong(
          token.beginColumn,
          "a number of " + digits.length() + " characters; at most " + MAX_DIGITS);
    }
    try {
      return constant(token, number(digits));
    } catch (NumberFormatException tooLarge) {
      throw text.wrong(token.beginColumn, "the number " + digits + " is out of range");
    }
  }

  SqlNode bytes(Token token) {
    String digits = token.image.substring(2, token.image.length() - 1);
    if (digits.length() % 2 != 0) {
      throw text.wrong(token.beginColumn, "a byte has two hexadecimal digits; one is missing");
    }
    return constant(token, HexFormat.of().parseHex(digits));
  }

  SqlNode typed(Token type, Token value) {
    return new SqlNode.Typed(type.beginColumn, lower(type.image), textOf(value));
  }

  SqlNode position(Token token) {
    if (named) {
      throw mixed(token);
    }
    return new SqlNode.Position(token.beginColumn, positions++);
  }

  SqlNode parameter(Token token) {
    if (positions > 0) {
      throw mixed(token);
    }
    named = true;
    return new SqlNode.Parameter(token.beginColumn, token.image.substring(1));
  }

  SqlNode either(List<SqlNode> parts) {
    return new SqlNode.Joined(
        parts.getFirst().at(), above(parts.getFirst().at(), parts), false, List.copyOf(parts));
  }

  SqlNode all(List<SqlNode> parts) {
    return new SqlNode.Joined(
        parts.getFirst().at(), above(parts.getFirst().at(), parts), true, List.copyOf(parts));
  }

  SqlNode not(Token token, SqlNode part) {
    return new SqlNode.Not(token.beginColumn, above(token, part), part);
  }

  /** The sign of a literal belongs to it, so that -9223372036854775808 is a whole number. */
  SqlNode negative(Token token, SqlNode operand) {
    Object number = operand instanceof SqlNode.Constant literal ? literal.value() : null;
    if (number instanceof Long whole && whole > 0) {
      return constant(token, -whole);
    }
    if (number instanceof Double real && real >= 0) {
      return constant(token, -real);
    }
    if (number instanceof BigDecimal exact && exact.signum() > 0) {
      return constant(
          token, exact.toString().equals(BEHIND_LONGS) ? (Object) Long.MIN_VALUE : exact.negate());
    }
    return new SqlNode.Negative(token.beginColumn, above(token, operand), operand);
  }

  SqlNode binary(Token token, SqlNode left, SqlNode right) {
    return new SqlNode.Binary(
        token.beginColumn, above(token, left, right), token.image, left, right);
  }

  SqlNode is(Token token, SqlNode operand, boolean not, Token word) {
    return new SqlNode.Is(
        token.beginColumn, above(token, operand), operand, not, lower(word.image));
  }

  SqlNode in(Token token, SqlNode operand, List<SqlNode> list) {
    int depth = Math.max(above(token, operand), above(token.beginColumn, list));
    return new SqlNode.In(token.beginColumn, depth, operand, List.copyOf(list));
  }

  SqlNode between(Token token, SqlNode operand, SqlNode low, SqlNode high) {
    return new SqlNode.Between(
        token.beginColumn, above(token, operand, low, high), operand, low, high);
  }

  SqlNode like(Token token, SqlNode operand, SqlNode pattern, @Nullable SqlNode escape) {
    return new SqlNode.Like(
        token.beginColumn,
        above(token, operand, pattern),
        token.kind == SqlParserConstants.ILIKE,
        operand,
        pattern,
        escape);
  }

  SqlNode call(Token token, List<SqlNode> arguments) {
    return new SqlNode.Call(
        token.beginColumn,
        above(token.beginColumn, arguments),
        lower(token.image),
        List.copyOf(arguments));
  }

  SqlNode extract(Token token, Token part, SqlNode from) {
    return call(token, List.of(constant(part, lower(nameOf(part))), from));
  }

  SqlNode cast(Token token, SqlNode operand, SqlNode.TypeName type) {
    return new SqlNode.Cast(token.beginColumn, above(token, operand), operand, type);
  }

  SqlNode array(Token token, List<SqlNode> elements) {
    return new SqlNode.Array(
        token.beginColumn, above(token.beginColumn, elements), List.copyOf(elements));
  }

  SqlNode.TypeName type(Token first, @Nullable Token second, List<Token> numbers) {
    List<Integer> sizes = new ArrayList<>();
    for (Token number : numbers) {
      if (number.image.length() > 4 || !isWhole(number.image)) {
        throw text.wrong(number.beginColumn, "a type has no size " + number.image);
      }
      sizes.add(Integer.valueOf(number.image));
    }
    String name = lower(first.image) + (second == null ? "" : " " + lower(second.image));
    return new SqlNode.TypeName(first.beginColumn, name, List.copyOf(sizes));
  }

  /** Returns whether two words name one type, as in {@code double precision}. */
  static boolean isSecondWord(Token first, Token second) {
    return second.kind == SqlParserConstants.NAME
        && switch (lower(first.image)) {
          case "double" -> second.image.equalsIgnoreCase("precision");
          case "bigint", "int", "integer", "smallint", "tinyint" ->
              second.image.equalsIgnoreCase("unsigned");
          default -> false;
        };
  }

  /** Returns a name without the quotes that it may have. */
  static String nameOf(Token token) {
    if (token.kind != SqlParserConstants.QUOTED) {
      return token.image;
    }
    String quote = token.image.substring(0, 1);
    return token.image.substring(1, token.image.length() - 1).replace(quote + quote, quote);
  }

  /** Returns a text without its quotes. */
  static String textOf(Token token) {
    return token.image.substring(1, token.image.length() - 1).replace("''", "'");
  }

  private InvalidRequest mixed(Token token) {
    return text.wrong(
        token.beginColumn,
        "'?' and ':name' parameters cannot be mixed; use one kind in the whole filter");
  }

  private int above(Token token, SqlNode... parts) {
    return above(token.beginColumn, List.of(parts));
  }

  private int above(int at, List<SqlNode> parts) {
    int deepest = 0;
    for (SqlNode part : parts) {
      deepest = Math.max(deepest, part.depth());
    }
    return checkDepth(at, deepest + 1);
  }

  private int checkDepth(int at, int depth) {
    if (depth > MAX_DEPTH) {
      throw text.wrong(at, "the filter is nested more than " + MAX_DEPTH + " deep here");
    }
    return depth;
  }

  private static Object number(String digits) {
    if (isWhole(digits)) {
      // BigInteger drags the machinery of parallel multiplication along.
      if (digits.length() <= LONG_DIGITS) {
        return Long.parseLong(digits);
      }
      BigInteger whole = new BigInteger(digits);
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : new BigDecimal(whole);
    }
    if (digits.indexOf('e') < 0 && digits.indexOf('E') < 0) {
      return new BigDecimal(digits);
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("beyond float64");
    }
    return value;
  }

  private static boolean isWhole(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String shown(Token token) {
    String image = token.image;
    return image.startsWith("'") ? image : "'" + image + "'";
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
