package dev.pilum.engine.filter;

import dev.pilum.engine.value.Operators;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What filters mean, written for the eye: one row at a time, over plain Java values. */
public final class FilterOracle {
  private FilterOracle() {}

  /** Returns true, false, or null for unknown. */
  public static @Nullable Boolean holds(Filter filter, Map<String, ?> row) {
    return switch (filter) {
      case Filter.Compare c -> {
        Object left = ExpressionOracle.side(c.left(), c.right(), row);
        Object right = ExpressionOracle.side(c.right(), c.left(), row);
        boolean unknown = left == null || right == null;
        yield unknown ? null : Boolean.valueOf(Operators.holds(c.operator(), compare(left, right)));
      }
      case Filter.In i -> in(i, row);
      case Filter.Like l -> {
        String text = (String) ExpressionOracle.value(l.operand(), row);
        yield text == null ? null : regex(l).matcher(text).matches();
      }
      case Filter.Matches m -> {
        String text = (String) ExpressionOracle.value(m.operand(), row);
        yield text == null ? null : Pattern.compile(m.regex()).matcher(text).find();
      }
      case Filter.HasAny h -> {
        List<?> list = (List<?>) ExpressionOracle.value(h.list(), row);
        yield list == null ? null : h.values().stream().anyMatch(v -> has(list, v));
      }
      case Filter.HasAll h -> {
        List<?> list = (List<?>) ExpressionOracle.value(h.list(), row);
        yield list == null ? null : h.values().stream().allMatch(v -> has(list, v));
      }
      case Filter.IsNull n -> ExpressionOracle.value(n.operand(), row) == null;
      case Filter.And a -> {
        Boolean result = true;
        for (Filter part : a.parts()) {
          Boolean truth = holds(part, row);
          result = joined(result, truth, false);
        }
        yield result;
      }
      case Filter.Or o -> {
        Boolean result = false;
        for (Filter part : o.parts()) {
          Boolean truth = holds(part, row);
          result = joined(result, truth, true);
        }
        yield result;
      }
      case Filter.Not n -> {
        Boolean truth = holds(n.part(), row);
        yield truth == null ? null : !truth;
      }
    };
  }

  /** Returns {@code decisive} when either is, else null when either is null. */
  private static @Nullable Boolean joined(
      @Nullable Boolean left, @Nullable Boolean right, Boolean decisive) {
    if (decisive.equals(left) || decisive.equals(right)) {
      return decisive;
    }
    boolean unknown = left == null || right == null;
    return unknown ? null : Boolean.valueOf(!decisive);
  }

  private static @Nullable Boolean in(Filter.In filter, Map<String, ?> row) {
    if (filter.values().isEmpty()) {
      return false;
    }
    Object left = ExpressionOracle.value(filter.operand(), row);
    return left == null
        ? null
        : filter.values().stream()
            .anyMatch(v -> compare(left, ExpressionOracle.nearest(filter.operand(), v)) == 0);
  }

  private static boolean has(List<?> list, Object value) {
    return list.stream().anyMatch(element -> element != null && compare(element, value) == 0);
  }

  @SuppressWarnings("unchecked") // The test compares only values of one class here.
  static int compare(Object left, Object right) {
    return switch (left) {
      case Number n -> number(n, (Number) right);
      case String s ->
          Arrays.compareUnsigned(
              s.getBytes(StandardCharsets.UTF_8),
              ((String) right).getBytes(StandardCharsets.UTF_8));
      case byte[] b -> Arrays.compareUnsigned(b, (byte[]) right);
      case UUID u -> u.toString().compareTo(right.toString());
      default -> ((Comparable<Object>) left).compareTo(right);
    };
  }

  private static int number(Number left, Number right) {
    boolean finite = isFinite(left) && isFinite(right);
    return finite
        ? exact(left).compareTo(exact(right))
        : Double.compare(left.doubleValue(), right.doubleValue());
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : number instanceof Double || number instanceof Float
            ? new BigDecimal(number.doubleValue())
            : new BigDecimal(number.toString());
  }

  private static Pattern regex(Filter.Like like) {
    Pattern exact = regex(like.pattern());
    return like.letterCase() == LetterCase.SENSITIVE
        ? exact
        : Pattern.compile(
            exact.pattern(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Returns the pattern as a regular expression, character by character. */
  static Pattern regex(String like) {
    StringBuilder regex = new StringBuilder();
    int[] characters = like.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      switch (characters[i]) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append(".");
        case '\\' -> regex.append(Pattern.quote(Character.toString(characters[++i])));
        default -> regex.append(Pattern.quote(Character.toString(characters[i])));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
