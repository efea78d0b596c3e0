package dev.pilum.engine.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Passes text in which a regular expression is found. RE2/J walks all alternatives side by side
 * (Thompson 1968), in time linear in the text, where Java's own engine can take exponential time.
 */
final class RegexTest implements BytesTest {
  /** Longest expression. */
  static final int MAX_LENGTH = 1_000;

  /**
   * Most characters and classes once all repetitions are written out. It bounds the time for each
   * byte of text: RE2/J alone would make a million steps of {@code (a{1000}){1000}}.
   */
  static final int MAX_SIZE = 5_000;

  private final Pattern pattern;

  private RegexTest(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidRequest when it is none, or too long
   */
  static RegexTest of(String regex, LetterCase letterCase) {
    if (regex.length() > MAX_LENGTH) {
      throw new InvalidRequest(
          "a regular expression of %d characters; at most %d"
              .formatted(regex.length(), MAX_LENGTH));
    }
    if (RegexSize.of(regex) > MAX_SIZE) {
      throw new InvalidRequest(
          "the regular expression repeats too much: more than %d characters once written out"
              .formatted(MAX_SIZE));
    }
    try {
      int flags = letterCase == LetterCase.IGNORED ? Pattern.CASE_INSENSITIVE : 0;
      return new RegexTest(Pattern.compile(regex, flags));
    } catch (PatternSyntaxException wrong) {
      throw new InvalidRequest(
          "'%s' is no regular expression of RE2: %s".formatted(regex, wrong.getDescription()));
    }
  }

  @Override
  public @Nullable Spans spans() {
    return null;
  }

  @Override
  public boolean passes(byte[] bytes, int start, int end) {
    // Not on the bytes: there RE2/J 1.8 takes the end for near behind a character of several bytes,
    // and finds ^.$ in two Chinese characters.
    return pattern.matcher(new String(bytes, start, end - start, StandardCharsets.UTF_8)).find();
  }
}
