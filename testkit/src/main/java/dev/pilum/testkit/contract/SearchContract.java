package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.Fusion;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches by vectors, by words and by both; rows in other orders; which columns come back. */
interface SearchContract extends BackendUnderTest {
  @Test
  @Proves({"U1", "U9"})
  default void theNearestComesFirstWithTheGreatestScore() {
    VectorCollection store = embeddings();
    store.store("far", new float[] {-1, 0, 0, 0});
    store.store("near", new float[] {3, 0.1f, 0, 0});
    store.store("aside", new float[] {0, 2, 0, 0});
    List<ScoredRow> hits = store.search(new float[] {1, 0, 0, 0}, 10);
    assertThat(BackendUnderTest.ids(hits)).containsExactly("near", "aside", "far");
    assertThat(hits.get(0).score()).isCloseTo(0.9994f, within(0.001f));
    assertThat(hits.get(1).score()).as("1 minus the distance").isCloseTo(0, within(0.001f));
    assertThat(hits.get(2).score()).isCloseTo(-1, within(0.001f));
  }

  @Test
  @Proves({"U1", "U11"})
  default void hitsAreSortedAndNoMoreThanTheLimit() {
    docs().upsert(BackendUnderTest.rows(0, 40));
    for (int limit : new int[] {1, 5, 39, 40, 41}) {
      List<ScoredRow> hits = docs().search(somewhere(), limit);
      assertThat(hits).hasSize(Math.min(limit, 40));
      assertThat(hits).isSortedAccordingTo(Comparator.comparingDouble(ScoredRow::score).reversed());
    }
  }

  @Test
  @Proves({"S7", "D13"})
  default void aFilteredSearchReturnsAsManyAsWereAskedFor() {
    docs().upsert(BackendUnderTest.rows(0, 60));
    Query query = Query.nearest("embedding", somewhere()).where("lang = ?", "en").limit(20);
    List<ScoredRow> hits = docs().search(query);
    assertThat(hits).hasSize(20).allSatisfy(hit -> assertThat(lang(hit)).isEqualTo("en"));
    assertThat(docs().search(query.where(Filters.eq("year", 1999)))).isEmpty();
  }

  @Test
  @Proves("O7")
  default void theNeighboursOfARowAreFoundByItsId() {
    docs().upsert(BackendUnderTest.rows(0, 20));
    float[] vector = BackendUnderTest.embedding(7);
    Query others = Query.nearest("embedding", vector).where("id <> ?", "0007");
    assertThat(docs().search(vector, 1)).extracting(ScoredRow::id).containsExactly("0007");
    assertThat(BackendUnderTest.ids(docs().search(others))).hasSize(10).doesNotContain("0007");
  }

  @Test
  @Proves({"O7", "S10", "S7"})
  default void onlyTheColumnsAskedForComeBack() {
    docs().upsert(BackendUnderTest.rows(0, 5));
    Query query = Query.nearest("embedding", somewhere()).select("year", "lang").limit(1);
    ScoredRow hit = docs().search(query).getFirst();
    assertThat(hit.row().keySet()).containsExactly("year", "lang");
    assertThat(hit.id()).isInstanceOf(String.class);
    assertThat(docs().rows(Query.all().select("id").limit(5)))
        .extracting(Row::keySet)
        .allSatisfy(columns -> assertThat(columns).containsExactly("id"));
    assertThatThrownBy(() -> docs().search(query.select("nothing")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("unknown column 'nothing'");
  }

  @Test
  @Proves("O7")
  default void pagesFollowEachOther() {
    docs().upsert(BackendUnderTest.rows(0, 25));
    Query near = Query.nearest("embedding", somewhere()).limit(10);
    List<String> whole = BackendUnderTest.ids(docs().search(near.limit(25)));
    assertThat(BackendUnderTest.ids(docs().search(near))).isEqualTo(whole.subList(0, 10));
    assertThat(BackendUnderTest.ids(docs().search(near.offset(10))))
        .isEqualTo(whole.subList(10, 20));
    assertThat(BackendUnderTest.ids(docs().search(near.offset(20))))
        .isEqualTo(whole.subList(20, 25));
    assertThat(docs().search(near.offset(25))).isEmpty();
  }

  @Test
  @Proves("O7")
  default void rowsComeInTheOrderOfAColumn() {
    docs().upsert(BackendUnderTest.rows(0, 9));
    docs().upsert(Row.of("id", "x"));
    Query byRating =
        Query.all().orderBy(Order.descending("rating"), Order.ascending("id")).limit(3).offset(1);
    assertThat(BackendUnderTest.ids(docs().search(byRating)))
        .containsExactly("0005", "0004", "0003");
    Query byDay = Query.all().orderBy(Order.ascending("day"));
    assertThat(BackendUnderTest.ids(docs(), byDay)).startsWith("0000", "0001").endsWith("x");
    assertThatThrownBy(() -> docs().search(Query.all().orderBy(Order.ascending("yaer"))))
        .isInstanceOf(InvalidRequest.class);
  }

  @Test
  @Proves("O7")
  default void aSampleIsTheSameForTheSameSeed() {
    docs().upsert(BackendUnderTest.rows(0, 50));
    List<String> sample = BackendUnderTest.ids(docs().search(Query.sample(10, 7)));
    assertThat(sample).hasSize(10).doesNotHaveDuplicates();
    assertThat(BackendUnderTest.ids(docs().search(Query.sample(10, 7)))).isEqualTo(sample);
    assertThat(docs().search(Query.sample(100, 7))).hasSize(50);
    assertThat(docs().search(Query.sample(10, 7).where("lang = 'en'")))
        .hasSize(10)
        .allSatisfy(hit -> assertThat(lang(hit)).isEqualTo("en"));
  }

  @Test
  @Proves({"S7", "S6"})
  default void withoutTextAndVectorRowsAreSelectedByTheFilterAlone() {
    docs().upsert(BackendUnderTest.rows(0, 12));
    Query query = Query.words("body", "").where("lang = 'en' AND year = 2003");
    assertThat(BackendUnderTest.ids(docs(), query)).containsExactly("0003");
    assertThat(docs().search(Query.words("body", " ").where(""))).hasSize(10);
  }

  @Test
  @Proves({"S7", "D13"})
  default void aHybridQueryWithoutWordsIsASearchByVector() {
    docs().upsert(BackendUnderTest.rows(0, 12));
    Query near = Query.nearest("embedding", somewhere());
    assertThat(BackendUnderTest.ids(docs().search(near.text("body", ""))))
        .isEqualTo(BackendUnderTest.ids(docs().search(near)));
  }

  @Test
  @Proves({"O7", "D13"})
  default void keywordsFindTheRowsThatHaveThem() {
    assumeTrue(backend().capabilities().fts(), "no full-text search");
    docs().upsert(BackendUnderTest.rows(0, 20));
    Query cats = Query.words("body", "cats").limit(20);
    assertThat(BackendUnderTest.ids(docs().search(cats)))
        .containsExactlyInAnyOrder("0000", "0005", "0010", "0015");
    assertThat(BackendUnderTest.ids(docs().search(cats.where("year > 2005"))))
        .containsExactlyInAnyOrder("0010", "0015");
    assertThat(docs().search(cats)).allSatisfy(hit -> assertThat(hit.score()).isPositive());
  }

  @Test
  @Proves({"S7", "D13"})
  default void aHybridSearchRanksByBoth() {
    assumeTrue(backend().capabilities().hybrid(), "no hybrid search");
    docs().upsert(BackendUnderTest.rows(0, 20));
    for (Fusion fusion :
        List.of(Fusion.DEFAULT, new Fusion.ReciprocalRank(60, 0.5f), new Fusion.MinMax(0.9f))) {
      Query both =
          Query.nearest("embedding", BackendUnderTest.embedding(10))
              .text("body", "cats", fusion)
              .where("lang = 'zh'")
              .limit(5);
      List<ScoredRow> hits = docs().search(both);
      assertThat(BackendUnderTest.ids(hits)).as("%s", fusion).hasSize(5).startsWith("0010");
      assertThat(hits)
          .isSortedAccordingTo(Comparator.comparingDouble(ScoredRow::score).reversed())
          .allSatisfy(hit -> assertThat(lang(hit)).isEqualTo("zh"));
    }
  }

  @Test
  @Proves("D4")
  default void whatTheBackendCannotItRefuses() {
    docs().upsert(BackendUnderTest.row(0));
    Query words = Query.words("body", "cats");
    Query both = Query.nearest("embedding", somewhere()).text("body", "cats");
    if (backend().capabilities().fts()) {
      assertThat(docs().search(words)).hasSize(1);
    } else {
      assertThatThrownBy(() -> docs().search(words)).isInstanceOf(InvalidRequest.class);
    }
    if (backend().capabilities().hybrid()) {
      assertThat(docs().search(both)).hasSize(1);
    } else {
      assertThatThrownBy(() -> docs().search(both)).isInstanceOf(InvalidRequest.class);
    }
  }

  /** Returns a vector that no row has. */
  private static float[] somewhere() {
    return new float[] {0.5f, -0.25f, 0.75f, 0.1f};
  }

  private static Object lang(ScoredRow hit) {
    Object lang = hit.row().get("lang");
    return lang == null ? "" : lang;
  }
}
