package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.Highlights;
import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HighlightsTest {
  private static final TextFields FIELDS =
      new TextFields(
          List.of(
              new TextColumn(1, "title", TextAnalysis.DEFAULT),
              new TextColumn(2, "body", TextAnalysis.DEFAULT)));

  @Test
  void wordsAreMarkedWhereTheirStemsMatch() {
    assertThat(marked("search graph", "Searching the graphs, searches"))
        .isEqualTo("[Searching] the [graphs], [searches]");
    assertThat(marked("数据库", "向量数据库的数据")).isEqualTo("向量[数据库]的[数据]");
    assertThat(marked("库", "数据库 库")).isEqualTo("数[据库] [库]");
  }

  @Test
  void phrasesAreMarkedWhereTheyStandWhole() {
    assertThat(marked("\"vector search\"", "vector search, search vector"))
        .isEqualTo("[vector search], search vector");
  }

  @Test
  void prefixesAndFuzzyWordsAreMarked() {
    assertThat(marked("data*", "data database dot")).isEqualTo("[data] [database] dot");
    assertThat(marked("grpah~1", "graph grape")).isEqualTo("[graph] grape");
  }

  @Test
  void whatMustNotMatchAndOtherColumnsAreNotMarked() {
    assertThat(marked("+a1 +b1 -c1", "a1 c1")).isEqualTo("[a1] c1");
    assertThat(marked("title:a1 b1", "a1 b1")).isEqualTo("a1 [b1]");
  }

  @Test
  void aSnippetHasTheMostPlaces() {
    Highlights found =
        highlights("needle pin", "needle " + "hay ".repeat(50) + "pin needle " + "hay ".repeat(50));
    assertThat(found.snippet(30, "<b>", "</b>"))
        .startsWith("…")
        .contains("<b>pin needle</b>".replace(" ", "</b> <b>"))
        .endsWith("…")
        .hasSizeLessThanOrEqualTo(30 + 14 + 2); // text, marks, ellipses
    assertThat(highlights("zebra", "one two three").snippet(7, "<", ">")).isEqualTo("one two…");
  }

  @Test
  void aSnippetCutsNoPlace() {
    Highlights later = highlights("数据 检索系统", "数据放在许多文件里等待检索系统");
    assertThat(later.snippet(13, "[", "]")).isEqualTo("[数据]放在许多文件里等待…");
    Highlights earlier = highlights("检索系统向量库 数据 文件", "检索系统向量库和数据和文件");
    assertThat(earlier.snippet(13, "[", "]")).isEqualTo("[检索系统向量库]和[数据]和[文件]");
    assertThat(earlier.snippet(9, "[", "]")).isEqualTo("…和[数据]和[文件]");
  }

  @Property
  void marksChangeNothingElse(@ForAll String query, @ForAll String text) {
    Highlights found = highlights(query + " a \"b c\"", text + " a b c 数据 " + query);
    String marks = found.marked("\u0001", "\u0002");
    assertThat(marks.replace("\u0001", "").replace("\u0002", ""))
        .isEqualTo(found.text().replace("\u0001", "").replace("\u0002", ""));
    assertThat(found.snippet(5, "", "").length()).isPositive();
  }

  private static String marked(String query, String text) {
    return highlights(query, text).marked("[", "]");
  }

  private static Highlights highlights(String query, String text) {
    TextQuery parsed = TextQueryParser.parse(query, List.of("title")).in("body");
    return new TextHighlighter(FIELDS).highlights(parsed, "body", text);
  }
}
