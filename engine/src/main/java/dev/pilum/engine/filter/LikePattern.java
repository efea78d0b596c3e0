package dev.pilum.engine.filter;

import dev.pilum.engine.row.ValueBytes;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.scalar.Cut;
import dev.pilum.storage.scalar.Span;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes text that matches an SQL pattern: {@code %} is any text, {@code _} one code point, a
 * backslash takes the next character literally.
 *
 * <p>Works on UTF-8 as it is stored. The pattern is a list of bytes and two signs, walked along the
 * text; on a mismatch after a {@code %} that sign is tried one character longer, and earlier ones
 * never again: whatever a later {@code %} can match after a short stretch, it can match after a
 * long one. Worst case is text length times pattern length.
 */
final class LikePattern implements BytesTest {
  private static final short ANY_TEXT = 256;
  private static final short ANY_CHARACTER = 257;
  private static final byte ESCAPE = '\\';

  private final short[] signs;

  private LikePattern(short[] signs) {
    this.signs = signs;
  }

  /**
   * Compiles a pattern.
   *
   * @throws InvalidRequest when it ends in a backslash, or has half a surrogate pair
   */
  static LikePattern of(String pattern) {
    byte[] bytes = ValueBytes.utf8(pattern);
    if (bytes == null) {
      throw new InvalidRequest(
          "LIKE pattern '" + pattern + "' has half a surrogate pair; text has whole characters");
    }
    short[] signs = new short[bytes.length];
    int count = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escaped = bytes[i] == ESCAPE;
      if (escaped && ++i == bytes.length) {
        throw new InvalidRequest(
            "LIKE pattern '" + pattern + "' ends in a backslash; write two to match one");
      }
      signs[count++] = escaped ? (short) (bytes[i] & 0xff) : sign(bytes[i]);
    }
    return new LikePattern(Arrays.copyOf(signs, count));
  }

  @Override
  public boolean passes(byte[] bytes, int start, int end) {
    int at = start;
    int next = 0;
    int afterAny = -1;
    int retry = 0;
    while (at < end || next < signs.length) {
      if (next < signs.length && signs[next] == ANY_TEXT) {
        afterAny = ++next;
        retry = at;
        if (afterAny == signs.length) {
          return true;
        }
        continue;
      }
      int step = next < signs.length ? step(signs[next], bytes, at, end) : 0;
      if (step > 0) {
        at += step;
        next++;
      } else if (afterAny >= 0 && retry < end) {
        retry = nextTry(signs[afterAny], bytes, retry, end);
        at = retry;
        next = afterAny;
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the span of all text that begins as the pattern does before its first sign for others;
   * that is exact where no more than "any text" follows.
   */
  @Override
  public @Nullable Spans spans() {
    int length = 0;
    while (length < signs.length && signs[length] < ANY_TEXT) {
      length++;
    }
    byte[] prefix = new byte[length];
    for (int i = 0; i < length; i++) {
      prefix[i] = (byte) signs[i];
    }
    if (length == signs.length) {
      return Spans.exactly(Span.of(prefix));
    }
    boolean exact = length + 1 == signs.length && signs[length] == ANY_TEXT;
    return length == 0 && !exact
        ? null
        : new Spans(List.of(new Span(Cut.before(prefix), behindAll(prefix))), exact);
  }

  /** Returns the place behind all that begins so: before the least text that does not. */
  private static @Nullable Cut behindAll(byte[] prefix) {
    int last = prefix.length - 1;
    if (last < 0) {
      return null;
    }
    byte[] next = prefix.clone();
    next[last]++; // no byte of UTF-8 is 255
    return Cut.before(next);
  }

  /**
   * Returns the next place behind {@code retry} where {@code sign} can be, or {@code end}. A
   * literal never starts inside a character.
   */
  private static int nextTry(short sign, byte[] bytes, int retry, int end) {
    int at = retry + characterLength(bytes, retry, end);
    while (sign < ANY_TEXT && at < end && (bytes[at] & 0xff) != sign) {
      at++;
    }
    return at;
  }

  private static short sign(byte b) {
    return switch (b) {
      case '%' -> ANY_TEXT;
      case '_' -> ANY_CHARACTER;
      default -> (short) (b & 0xff);
    };
  }

  /** Returns how many bytes of the text the sign takes at {@code at}, 0 when it does not fit. */
  private static int step(short sign, byte[] bytes, int at, int end) {
    if (at == end) {
      return 0;
    }
    if (sign == ANY_CHARACTER) {
      return characterLength(bytes, at, end);
    }
    return (bytes[at] & 0xff) == sign ? 1 : 0;
  }

  /**
   * Returns how many bytes the code point at {@code at} has: its first, and all continuation bytes
   * (binary 10xxxxxx) behind it.
   */
  private static int characterLength(byte[] bytes, int at, int end) {
    int length = 1;
    while (at + length < end && (bytes[at + length] & 0xc0) == 0x80) {
      length++;
    }
    return length;
  }
}
