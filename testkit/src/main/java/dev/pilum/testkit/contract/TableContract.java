package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.backend.Index;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that change or count many rows, and those that make indexes and compact. */
interface TableContract extends BackendUnderTest {
  @Test
  @Proves({"D13", "S4"})
  default void addingAKeyThatIsThereIsRefused() {
    docs().add(BackendUnderTest.rows(0, 3));
    assertThatThrownBy(() -> docs().add(BackendUnderTest.rows(2, 5)))
        .isInstanceOf(InvalidRequest.class);
    assertThat(docs().count()).as("nothing of a refused batch is there").isEqualTo(3);
    Row row = BackendUnderTest.row(9);
    assertThatThrownBy(() -> docs().add(List.of(row, row))).isInstanceOf(InvalidRequest.class);
  }

  @Test
  @Proves({"D13", "S4", "U4"})
  default void upsertMergesByKey() {
    docs().add(BackendUnderTest.rows(0, 3));
    docs().upsert(List.of(Row.of("id", "0002", "lang", "fr"), Row.of("id", "new", "lang", "fr")));
    assertThat(docs().count()).isEqualTo(4);
    assertThat(BackendUnderTest.ids(docs(), Query.all().where("lang = 'fr'")))
        .containsExactlyInAnyOrder("0002", "new");
    assertThat(docs().count(Filters.isNull("embedding")))
        .as("a row is replaced whole")
        .isEqualTo(2);
  }

  @Test
  @Proves("D13")
  default void deleteWhereDeletesWhatMatches() {
    docs().add(BackendUnderTest.rows(0, 9));
    assertThat(docs().deleteWhere("lang = ?", "en")).isEqualTo(3);
    assertThat(docs().deleteWhere(Filters.eq("lang", "en"))).isZero();
    assertThat(docs().count()).isEqualTo(6);
  }

  @Test
  @Proves("D16")
  default void deletingWithoutAConditionDeletesNothing() {
    docs().add(BackendUnderTest.rows(0, 3));
    assertThat(docs().deleteWhere(Filters.all())).isZero();
    assertThat(docs().deleteWhere("")).isZero();
    assertThat(docs().count()).isEqualTo(3);
  }

  @Test
  @Proves("O7")
  default void clearDeletesAllRowsAndKeepsTheCollection() {
    docs().add(BackendUnderTest.rows(0, 3));
    docs().clear();
    assertThat(docs().count()).isZero();
    assertThat(namespace().exists("docs")).isTrue();
    embeddings().clear();
    assertThat(namespace().exists("embeddings")).isFalse();
  }

  @Test
  @Proves("D13")
  default void updateSetsColumnsOfWhatMatches() {
    docs().add(BackendUnderTest.rows(0, 9));
    assertThat(docs().update(Map.of("year", 1, "lang", "fr"), "lang = 'en'")).isEqualTo(3);
    assertThat(docs().count(Filters.eq("lang", "fr").and(Filters.eq("year", 1)))).isEqualTo(3);
    assertThat(docs().count(Filters.isNull("embedding"))).as("other columns stay").isZero();
    assertThat(docs().update(Filters.eq("id", "0001"), Map.of("year", 7))).isEqualTo(1);
    assertThat(docs().update(Filters.eq("id", "none"), Map.of("year", 7))).isZero();
  }

  @Test
  @Proves("D16")
  default void updatingWithoutAConditionIsRefused() {
    docs().add(BackendUnderTest.rows(0, 3));
    String message =
        "update() requires a non-empty where clause to prevent accidental full-table updates";
    assertThatThrownBy(() -> docs().update(Filters.all(), Map.of("year", 1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(message);
    assertThatThrownBy(() -> docs().update(Map.of("year", 1), ""))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(message);
    assertThat(docs().count(Filters.eq("year", 1))).isZero();
  }

  @Test
  @Proves({"D13", "O7"})
  default void rowsAreCountedAllAndByCondition() {
    docs().add(BackendUnderTest.rows(0, 9));
    assertThat(docs().count()).isEqualTo(9);
    assertThat(docs().count(Filters.eq("lang", "en"))).isEqualTo(3);
    assertThat(docs().groupCount("lang", Filters.all()))
        .containsExactly(new Group("zh", 6), new Group("en", 3));
    assertThat(docs().groupCount("lang", Filters.lt("year", 2002)))
        .containsExactly(new Group("en", 1), new Group("zh", 1));
  }

  @Test
  @Proves("D13")
  default void allRowsThatMatchComeWithoutAVector() {
    docs().add(BackendUnderTest.rows(0, 9));
    assertThat(docs().rows(Query.all().where("lang = 'en'").limit(100)))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.vector("embedding")).hasSize(DIMENSION));
  }

  @Test
  @Proves("D13")
  default void indexesOfVectorsAndWordsAreMadeOnRequest() {
    docs().add(BackendUnderTest.rows(0, 9));
    docs().createIndex(new Index.Vector("embedding"));
    docs().createIndex(new Index.Vector("embedding"));
    docs().createIndex(new Index.Text(List.of("body")));
    assertThat(docs().search(new float[] {1, 0, 0, 0}, 9)).hasSize(9);
    assertThatThrownBy(() -> docs().createIndex(new Index.Vector("lang")))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> docs().createIndex(new Index.Text(List.of("lang"))))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> docs().createIndex(new Index.Vector("none")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("unknown column 'none'");
  }

  @Test
  @Proves({"S8", "D13"})
  default void noIndexHidesRows() {
    assumeTrue(backend().capabilities().vector(), "no search by vectors");
    VectorCollection docs = docs();
    docs.add(BackendUnderTest.rows(0, 30));
    assertNothingIsHidden(docs);
    docs.createIndex(new Index.Scalar("lang", ScalarIndex.BITMAP));
    docs.createIndex(new Index.Scalar("year", ScalarIndex.ORDERED));
    docs.createIndex(new Index.Vector("embedding"));
    docs.createIndex(new Index.Text(List.of("body")));
    assertNothingIsHidden(docs);
    docs.createIndex(new Index.Scalar("year", ScalarIndex.ORDERED));
    docs.add(BackendUnderTest.rows(30, 50));
    assertNothingIsHidden(docs);
    docs.deleteWhere("year < 2005");
    assertNothingIsHidden(docs);
    docs.optimize();
    assertNothingIsHidden(docs);
  }

  @Test
  @Proves("D13")
  default void compactingChangesNothing() {
    docs().add(BackendUnderTest.rows(0, 20));
    docs().deleteWhere("lang = 'zh'");
    List<String> before = BackendUnderTest.ids(docs().search(new float[] {1, 0, 0, 0}, 20));
    docs().optimize();
    docs().optimize();
    assertThat(BackendUnderTest.ids(docs().search(new float[] {1, 0, 0, 0}, 20))).isEqualTo(before);
  }

  /** Filters and searches give what a look at all rows gives. */
  private static void assertNothingIsHidden(VectorCollection docs) {
    List<Row> rows = docs.rows(Query.all().limit(1_000));
    for (var filter : List.of(Filters.eq("lang", "en"), Filters.between("year", 2003, 2012))) {
      List<String> expected =
          rows.stream()
              .filter(row -> PlainFilter.matches(filter, row))
              .map(row -> row.text("id"))
              .toList();
      assertThat(BackendUnderTest.ids(docs, Query.all().where(filter)))
          .containsExactlyInAnyOrderElementsOf(expected);
      Query near = Query.nearest("embedding", new float[] {1, 0, 0, 0}).where(filter);
      assertThat(BackendUnderTest.ids(docs, near)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
