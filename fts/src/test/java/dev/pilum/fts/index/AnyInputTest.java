package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever somebody types is searched for, and never an error. */
class AnyInputTest {
  private static final TextFields FIELDS =
      new TextFields(
          List.of(
              new TextColumn(1, "title", TextAnalysis.DEFAULT),
              new TextColumn(2, "body", TextAnalysis.parse("ngram"))));

  private static final TextSearcher SEARCHER =
      new TextSearcher(
          FIELDS,
          List.of(
              new TextPart(
                  new MemoryText(FIELDS)
                      .view(new Texts(List.of(List.of("a graph 数据", "walks (a) b*")), 0)),
                  null)));

  @Property
  void anyTextIsAQuery(@ForAll String text) {
    check(text);
  }

  @Property
  void whatLooksLikeAQueryIsOne(@ForAll("queries") String text) {
    check(text);
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.of(
            "a",
            "graph",
            "数",
            "数据",
            "title:",
            "body:",
            "other:",
            "\"",
            "(",
            ")",
            "+",
            "-",
            "~",
            "*",
            "^",
            "2",
            "9999999999",
            ".",
            " ",
            " AND ",
            " OR ",
            " NOT ",
            "AND",
            "\\",
            ":",
            "\uD83D",
            "\u0000",
            "é")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Test
  void aDocumentOfFuzzyWordsIsAQueryToo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append(" graph").append(i % 900).append("~2");
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      rows.add(Arrays.asList("graph" + i, null));
    }
    TextLeaf many = new MemoryText(FIELDS).view(new Texts(rows, 0));
    assertThat(
            new TextSearcher(FIELDS, List.of(new TextPart(many, null)))
                .search(
                    TextQueryParser.parse(text.toString(), List.of()),
                    List.of(Column.of("title")),
                    3,
                    null))
        .hasSize(3);
  }

  private static void check(String text) {
    List<Column> columns = List.of(Column.of("title"), Column.of("body"));
    assertThat(
            SEARCHER.search(
                TextQueryParser.parse(text, List.of("title", "body")), columns, 3, null))
        .hasSizeLessThanOrEqualTo(1);
  }
}
