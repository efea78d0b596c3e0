package dev.pilum.fts;

import static dev.pilum.fts.TextQuery.all;
import static dev.pilum.fts.TextQuery.any;
import static dev.pilum.fts.TextQuery.fuzzy;
import static dev.pilum.fts.TextQuery.match;
import static dev.pilum.fts.TextQuery.phrase;
import static dev.pilum.fts.TextQuery.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.TextQuery.Bool;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextQueryParserTest {
  @Test
  void plainWordsAreOneMatch() {
    assertThat(parse("how many singers do we have?"))
        .isEqualTo(match("how many singers do we have?"));
    assertThat(parse("  数据库 检索 ")).isEqualTo(match("数据库 检索"));
    assertThat(parse("")).isEqualTo(match(""));
  }

  @Test
  void signsSayWhatMustBeThereAndWhatMustNot() {
    assertThat(parse("+graph walk -tree"))
        .isEqualTo(
            new Bool(List.of(match("graph")), List.of(match("walk")), List.of(match("tree")), 0));
  }

  @Test
  void operatorsJoinWhatStandsBesideThem() {
    assertThat(parse("a AND b")).isEqualTo(all(match("a"), match("b")));
    assertThat(parse("a OR b")).isEqualTo(match("a b"));
    assertThat(parse("x a AND b"))
        .isEqualTo(new Bool(List.of(match("a"), match("b")), List.of(match("x")), List.of(), 0));
    assertThat(parse("a NOT b"))
        .isEqualTo(new Bool(List.of(), List.of(match("a")), List.of(match("b")), 1));
  }

  @Test
  void phrasesPrefixesFuzzyWordsAndBoostsAreRead() {
    assertThat(parse("\"vector search\"~3")).isEqualTo(phrase("vector search", 3));
    assertThat(parse("data*")).isEqualTo(prefix("data"));
    assertThat(parse("grpah~1")).isEqualTo(fuzzy("grpah", 1));
    assertThat(parse("grpah~")).isEqualTo(fuzzy("grpah", 2));
    assertThat(parse("a^3 \"b c\"")).isEqualTo(any(match("a").boost(3), phrase("b c")));
  }

  @Test
  void columnsAreReadWhereTheyExist() {
    assertThat(parse("title:graph")).isEqualTo(match("graph").in("title"));
    assertThat(parse("+title:(a b)")).isEqualTo(all(match("a b").in("title")));
    assertThat(parse("https://pilum.dev")).isEqualTo(match("https://pilum.dev"));
  }

  @Test
  void bracketsNestAndTheirOtherHalfMayBeMissing() {
    assertThat(parse("+(a OR \"b c\") d"))
        .isEqualTo(
            new Bool(List.of(any(phrase("b c"), match("a"))), List.of(match("d")), List.of(), 0));
    assertThat(parse("a) b")).isEqualTo(match("a b"));
    assertThat(parse("\"a b")).isEqualTo(match("\"a b"));
  }

  @Test
  void depthAndNumberOfPartsAreBounded() {
    assertThat(parse("(".repeat(100_000) + "a")).isInstanceOf(TextQuery.class);
    assertThat(parse("+a ".repeat(100_000)).toString().length()).isLessThan(400_000);
  }

  private static TextQuery parse(String text) {
    return TextQueryParser.parse(text, List.of("title", "body"));
  }
}
