package dev.pilum.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Types;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@AddLifecycleHook(FilterTries.class)
class LikePatternTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true", "'', a, false", "%, '', true", "_, '', false", "abc, abc, true",
        "abc, abcd, false", "a%, abc, true",
    "%c, abc, true", "%b%, abc, true", "%b, abc, false", "_b_, abc, true", "__, abc, false",
        "%_%_%, a, false", "%_%_%, ab, true",
    "_, 漢, true", "_, 😀, true", "__, 😀, false", "a_c, a漢c, true", "%漢, 漢漢, true", "\\%, %, true",
        "\\%, a, false",
    "\\_, a, false", "\\a, a, true", "%ab%ab, aab-ab-aab, true", "%aab, aaab, true", "A, a, false"
  })
  void patternsMatchAsInSql(String pattern, String text, boolean expected) {
    assertThat(matches(pattern, text)).isEqualTo(expected);
  }

  @Property(tries = 5000)
  void patternsAgreeWithRegularExpressions(@ForAll long seed) {
    String pattern = new RandomFilters(seed, RandomRows.EVERY_TYPE, List.of()).pattern();
    String text = (String) new RandomRows(seed).value(Types.utf8());
    assertThat(matches(pattern, text))
        .as("'%s' like '%s'", text, pattern)
        .isEqualTo(FilterOracle.regex(pattern).matcher(text).matches());
  }

  @Test
  void aPatternOfManyPercentSignsDoesNotExplode() {
    assertThat(matches("%a".repeat(50) + "%b", "a".repeat(5_000))).isFalse();
  }

  @Test
  void aBackslashAtTheEndIsRefused() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> LikePattern.of("abc\\"))
        .withMessage("LIKE pattern 'abc\\' ends in a backslash; write two to match one");
  }

  @ParameterizedTest
  @EnumSource(LetterCase.class)
  void halfASurrogatePairIsRefusedAndNoQuestionMark(LetterCase letterCase) {
    Filter filter = new Filter.Like(Filters.column("text"), "\uD83D%", letterCase);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> FilterCheck.check(filter, RandomRows.EVERY_TYPE))
        .withMessageContaining("half a surrogate pair");
  }

  private static boolean matches(String pattern, String text) {
    byte[] bytes = ("漢" + text + "😀").getBytes(StandardCharsets.UTF_8);
    return LikePattern.of(pattern).passes(bytes, 3, bytes.length - 4);
  }
}
