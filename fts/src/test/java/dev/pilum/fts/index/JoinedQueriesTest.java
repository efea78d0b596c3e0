package dev.pilum.fts.index;

import static dev.pilum.fts.TextQuery.all;
import static dev.pilum.fts.TextQuery.any;
import static dev.pilum.fts.TextQuery.match;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Bool;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries joined, of which some have no terms. */
class JoinedQueriesTest {
  private static final TextFields FIELDS =
      new TextFields(
          List.of(
              new TextColumn(1, "title", TextAnalysis.DEFAULT),
              new TextColumn(2, "body", TextAnalysis.parse("standard"))));

  private static final TextSearcher SEARCHER =
      new TextSearcher(
          FIELDS,
          List.of(
              new TextPart(
                  new MemoryText(FIELDS)
                      .view(
                          new Texts(
                              List.of(
                                  Arrays.asList("The graph", null), Arrays.asList("A walk", null)),
                              0)),
                  null)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the AND graph",
        "+graph +the",
        "graph AND (of the)",
        "graph AND \"to the\"",
        "+the^3 graph",
        "+) graph",
        "+the +(graph -the)"
      })
  void whatHasNoTermsIsNoCondition(String typed) {
    assertThat(found(TextQueryParser.parse(typed, List.of()), "title")).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"the", "+the", "the AND of", "+the -graph", "-the +(of)"})
  void nothingIsFoundWhereNothingIsLookedFor(String typed) {
    assertThat(found(TextQueryParser.parse(typed, List.of()), "title", "body")).isEmpty();
  }

  @Test
  void aPartWithoutTermsIsNoneOfThoseThatMustMatch() {
    List<TextQuery> graph = List.of(match("graph"));
    List<TextQuery> the = List.of(match("the"));
    assertThat(found(new Bool(graph, the, List.of(), 1), "title")).containsExactly(0);
    assertThat(found(new Bool(List.of(), List.of(), the, 0), "title")).containsExactly(0, 1);
    assertThat(found(all(any(match("the")), match("walk")), "title")).containsExactly(1);
  }

  @Test
  void moreQueriesThanLuceneTakesAreRefusedInWords() {
    TextQuery[] many = Collections.nCopies(2_000, match("graph")).toArray(TextQuery[]::new);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> found(any(many), "title"))
        .withMessageContaining("joins more than 1000 queries; look for many words by one match");
    assertThat(found(any(Arrays.copyOf(many, 900)), "title")).containsExactly(0);
  }

  private static List<Integer> found(TextQuery query, String... columns) {
    List<Column> where = Arrays.stream(columns).map(Column::of).toList();
    return SEARCHER.search(query, where, 10, null).stream().map(ScoredOrdinal::ordinal).toList();
  }
}
