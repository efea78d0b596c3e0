package dev.pilum.engine.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how long a regular expression is once its repetitions are written out, before anybody
 * does that. Knows just enough of the syntax: escapes, classes, groups and counted repetitions; of
 * a wrong expression the size means nothing. One use, one thread.
 */
final class RegexSize {
  private static final long HUGE = 1L << 40;

  private final String regex;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long last;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  /** Returns the size, in characters and classes. */
  static long of(String regex) {
    return new RegexSize(regex).measured();
  }

  private long measured() {
    for (int at = 0; at < regex.length(); ) {
      at = step(at);
    }
    return size;
  }

  private int step(int at) {
    return switch (regex.charAt(at)) {
      case '(' -> {
        outer.push(size);
        size = 0;
        last = 0;
        yield at + 1;
      }
      case ')' -> {
        last = size;
        size = added(outer.isEmpty() ? 0 : outer.pop(), last);
        yield at + 1;
      }
      case '{' -> repeated(at);
      case '\\' -> {
        one();
        yield at + 2;
      }
      case '[' -> {
        one();
        yield behindClass(at);
      }
      default -> {
        one();
        yield at + 1;
      }
    };
  }

  private void one() {
    last = 1;
    size = added(size, 1);
  }

  private int repeated(int at) {
    int end = regex.indexOf('}', at);
    if (end < 0) {
      return at + 1;
    }
    long count = 1;
    for (String number : regex.substring(at + 1, end).split(",", -1)) {
      if (!number.isEmpty()
          && number.length() <= 4
          && number.chars().allMatch(Character::isDigit)) {
        count = Math.max(count, Integer.parseInt(number));
      }
    }
    size = added(size, last * (count - 1));
    last = Math.min(HUGE, last * count);
    return end + 1;
  }

  private int behindClass(int at) {
    int from = regex.startsWith("[^]", at) ? at + 3 : regex.startsWith("[]", at) ? at + 2 : at + 1;
    for (int i = from; i < regex.length(); i++) {
      if (regex.charAt(i) == '\\') {
        i++;
      } else if (regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
        i = regex.indexOf(":]", i) + 1;
      } else if (regex.charAt(i) == ']') {
        return i + 1;
      }
    }
    return regex.length();
  }

  private static long added(long a, long b) {
    return Math.min(HUGE, a + b);
  }
}
