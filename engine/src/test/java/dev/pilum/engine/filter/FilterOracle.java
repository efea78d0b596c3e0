package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What filters mean, written for the eye: one row at a time, over plain Java values. */
final class FilterOracle {
  private FilterOracle() {}

  /** Returns true, false, or null for unknown. */
  static @Nullable Boolean holds(Filter filter, Map<String, ?> row) {
    return switch (filter) {
      case Filter.Compare c -> {
        Object left = row.get(c.column());
        yield left == null ? null : Operators.holds(c.operator(), compare(left, c.value()));
      }
      case Filter.In i -> in(i, row.get(i.column()));
      case Filter.Like l -> {
        String text = (String) row.get(l.column());
        yield text == null ? null : regex(l.pattern()).matcher(text).matches();
      }
      case Filter.IsNull n -> row.get(n.column()) == null;
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

  private static @Nullable Boolean in(Filter.In filter, @Nullable Object left) {
    if (filter.values().isEmpty()) {
      return false;
    }
    return left == null ? null : filter.values().stream().anyMatch(v -> compare(left, v) == 0);
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
    boolean finite = Double.isFinite(left.doubleValue()) && Double.isFinite(right.doubleValue());
    return finite
        ? exact(left).compareTo(exact(right))
        : Double.compare(left.doubleValue(), right.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : number instanceof Double || number instanceof Float
            ? new BigDecimal(number.doubleValue())
            : new BigDecimal(number.toString());
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
