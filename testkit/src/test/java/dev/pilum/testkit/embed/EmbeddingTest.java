package dev.pilum.testkit.embed;

import static dev.pilum.filter.Filters.ge;
import static dev.pilum.testkit.embed.EmbeddedTable.row;
import static dev.pilum.testkit.embed.EmbeddedTable.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Hit;
import dev.pilum.Key;
import dev.pilum.Row;
import dev.pilum.Schemas;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.VectorField;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which rows get vectors from an embedding function, in how many calls. */
class EmbeddingTest {
  private final EmbeddedTable docs = new EmbeddedTable();

  @AfterEach
  void close() {
    docs.close();
  }

  @Test
  void rowsAreEmbeddedInBatchesAndKeepTheirOrder() {
    docs.table.add(rows(10));
    assertThat(docs.model.batches).extracting(List::size).containsExactly(4, 4, 2);
    assertThat(docs.model.batches.get(1)).containsExactly("body 4", "body 5", "body 6", "body 7");
    for (int i = 0; i < 10; i++) {
      assertThat(docs.vector(i)).containsExactly(CountingModel.vector("body " + i));
    }
    assertThat(docs.table.version()).isEqualTo(1);
  }

  @Test
  void aRowThatBringsItsVectorKeepsItAndOneWithoutTextHasNone() {
    docs.table.add(
        List.of(
            Row.of("id", 1, "body", "made", "v", null),
            Row.of("id", 2, "body", "brought", "v", new float[] {3, 4}),
            Row.of("id", 3),
            Row.of("id", 4, "title", "", "body", ""),
            Row.of("id", 5, "title", " ", "body", "\t\n")));
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("made"));
    assertThat(docs.vector(2)).containsExactly(3, 4);
    assertThat(docs.vector(3)).isNull();
    assertThat(docs.vector(4)).isNull();
    assertThat(docs.vector(5)).isNull();
    assertThat(docs.model.batches).containsExactly(List.of("made"));
  }

  @Test
  void columnsStandOnLinesOfTheirOwn() {
    docs.table.add(List.of(Row.of("id", 1, "title", "Cats", "body", "sleep")));
    assertThat(docs.model.batches).containsExactly(List.of("Cats\nsleep"));
  }

  @Test
  void equalTextsAreEmbeddedOnce() {
    docs.table.add(List.of(row(1, "same"), row(2, "other"), row(3, "same")));
    assertThat(docs.model.batches).containsExactly(List.of("same", "other"));
    assertThat(docs.vector(3)).containsExactly(docs.vector(1));
  }

  @Test
  void batchesOfColumnsAreEmbeddedToo() {
    docs.table.upsert(
        docs.table
            .newBatch()
            .longs("id", new long[] {1, 2})
            .strings("body", new String[] {"one", null})
            .build());
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("one"));
    assertThat(docs.vector(2)).isNull();
  }

  @Test
  void anUpsertEmbedsTheNewText() {
    docs.table.add(List.of(row(1, "old")));
    docs.table.upsert(row(1, "newer"));
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("newer"));
  }

  @Test
  void anUpdateOfASourceEmbedsTheRowAnew() {
    docs.table.add(List.of(Row.of("id", 1, "title", "Cats", "body", "sleep"), row(2, "stay")));
    docs.model.batches.clear();
    docs.table.update(1, Map.of("body", "eat"));
    assertThat(docs.model.batches).containsExactly(List.of("Cats\neat"));
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("Cats\neat"));
    docs.table.update(3, Map.of("body", "nobody has this key"));
    assertThat(docs.model.batches).hasSize(1);
  }

  @Test
  void anUpdateOfManyRowsEmbedsEachTextOnce() {
    docs.table.add(
        List.of(
            Row.of("id", 1, "title", "A", "body", "x"),
            Row.of("id", 2, "title", "B", "body", "y"),
            Row.of("id", 3, "title", "A", "body", "z")));
    docs.model.batches.clear();
    assertThat(docs.table.updateWhere(ge("id", 1), Map.of("body", "new")).rowsWritten())
        .isEqualTo(3);
    assertThat(docs.model.batches).containsExactly(List.of("A\nnew", "B\nnew"));
    assertThat(docs.vector(3)).containsExactly(CountingModel.vector("A\nnew"));
  }

  @Test
  void anUpdateOfOtherColumnsOrOfTheVectorEmbedsNothing() {
    docs.table.add(List.of(row(1, "text")));
    docs.model.batches.clear();
    docs.table.update(1, Map.of("body", "other", "v", new float[] {5, 6}));
    assertThat(docs.vector(1)).containsExactly(5, 6);
    docs.table.update(1, Map.of("v", new float[] {7, 8}));
    assertThat(docs.vector(1)).containsExactly(7, 8);
    assertThat(docs.model.batches).isEmpty();
  }

  @Test
  void anUpdateThatTakesTheTextAwayTakesTheVector() {
    docs.table.add(List.of(row(1, "text")));
    docs.table.update(1, Row.of("body", null));
    assertThat(docs.vector(1)).isNull();
    docs.table.update(1, Row.of("body", "text"));
    docs.table.update(1, Row.of("body", " "));
    assertThat(docs.vector(1)).isNull();
  }

  @Test
  void rowsThatChangeWhileAnUpdateEmbedsThemAreEmbeddedAgain() {
    docs.table.add(List.of(Row.of("id", 1, "title", "A", "body", "x")));
    docs.model.mishaps.add(() -> docs.table.update(1, Map.of("title", "B", "v", new float[2])));
    docs.table.update(1, Map.of("body", "new"));
    assertThat(docs.model.batches.subList(1, 3))
        .containsExactly(List.of("A\nnew"), List.of("B\nnew"));
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("B\nnew"));
  }

  @Test
  void othersWriteWhileAModelWorks() {
    docs.model.mishaps.add(() -> docs.table.add(List.of(Row.of("id", 9, "v", new float[] {1, 0}))));
    docs.table.add(List.of(row(1, "slow")));
    assertThat(docs.table.count()).isEqualTo(2);
  }

  @Test
  void aTextIsSearchedByTheVectorOfItsQuery() {
    docs.table.add(List.of(row(1, "abc"), row(2, "a long text"), row(3, "zz")));
    docs.model.batches.clear();
    List<Hit> hits = docs.table.search("a long one!").limit(1).hits();
    assertThat(hits).extracting(hit -> hit.row().get("id")).containsExactly(2L);
    assertThat(docs.model.queries).containsExactly("a long one!");
    assertThat(docs.model.batches).isEmpty();
    try (Snapshot snapshot = docs.table.snapshot()) {
      assertThat(snapshot.search("v", "a long one!").limit(1).hits().getFirst().row().get("id"))
          .isEqualTo(2L);
    }
  }

  @Test
  void withoutTheFunctionTheTableIsReadAndTakesVectors() {
    docs.table.add(rows(3));
    docs.reopen();
    assertThat(docs.table.search("v", new float[] {1, 1}).hits()).hasSize(3);
    docs.table.upsert(Row.of("id", 7, "body", "x", "v", new float[] {1, 2}));
    assertThatThrownBy(() -> docs.table.upsert(row(8, "needs it")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'counting', which is not registered");
    assertThatThrownBy(() -> docs.table.update(1, Map.of("body", "needs it")))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> docs.table.search("needs it")).isInstanceOf(InvalidRequest.class);
    docs.database().registerEmbedding("counting", docs.model);
    docs.table.upsert(row(8, "needs it"));
    assertThat(docs.vector(8)).containsExactly(CountingModel.vector("needs it"));
  }

  @Test
  void theSchemaKeepsTheEmbedding() {
    docs.reopen();
    assertThat(docs.table.schema().field("v").embedding())
        .isEqualTo(new Embedding("counting", List.of("title", "body"), 4));
  }

  /** A document whose vector is made of its body. */
  public record Doc(
      @Key long id,
      String body,
      @SuppressWarnings("ArrayRecordComponent") // a row of this test
          @VectorField(dimension = 2, embedding = "counting(body)")
          float[] v) {}

  @Test
  void recordsAreEmbedded() {
    Table table = docs.database().createTable("records", Schemas.of(Doc.class));
    table.addRecords(List.of(new Doc(1, "a body", null)));
    assertThat(table.get(1).vector("v")).containsExactly(CountingModel.vector("a body"));
  }

  @Test
  void whatCannotBeEmbeddedIsRefusedWhenTheTableIsMade() {
    assertRefused(3, "dimension 3, embedding function 'counting' makes vectors of 2", "body");
    assertRefused(2, "unknown column 'bodi'", "bodi");
    assertRefused(2, "only utf8 is embedded", "id");
    Field required =
        new Field(0, "v", Types.vector(2), false, Map.of())
            .withEmbedding(Embedding.of("counting", "body"));
    Schema schema = Schema.builder().field("body", Types.utf8()).field(required).build();
    assertThatThrownBy(() -> docs.database().createTable("other", schema))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("must be nullable");
  }

  private void assertRefused(int dimension, String why, String source) {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("body", Types.utf8())
            .vector("v", dimension, Metric.L2, Embedding.of("counting", source))
            .build();
    assertThatThrownBy(() -> docs.database().createTable("other", schema))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(why);
  }

  @Test
  void textIsNotSearchedWhereNoFunctionEmbedsIt() {
    Schema plain = Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.L2).build();
    assertThatThrownBy(() -> docs.database().createTable("plain", plain).search("text"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("no vector column has an embedding function");
    assertThatThrownBy(() -> docs.table.search("v", " "))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("empty");
  }

  @Test
  void mergedRowsAreEmbeddedAndVectorsFollowTheColumnsThatAreUpdated() {
    docs.table.add(List.of(Row.of("id", 1, "title", "", "body", "old")));
    List<Row> source =
        List.of(
            Row.of("id", 1, "title", "", "body", "new"),
            Row.of("id", 2, "title", "", "body", "more"));
    docs.table.merge(source).whenMatchedUpdate("body").whenNotMatchedInsertAll().run();
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("new"));
    assertThat(docs.vector(2)).containsExactly(CountingModel.vector("more"));
    assertThatThrownBy(() -> docs.table.merge(List.of(row(1, "half"))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("title, body")
        .hasMessageContaining("need all of them");
  }

  @Test
  void renamedColumnsAreStillWhatVectorsAreMadeOf() {
    docs.table.alter().rename("body", "content").apply();
    docs.table.add(List.of(Row.of("id", 1, "content", "renamed")));
    assertThat(docs.vector(1)).containsExactly(CountingModel.vector("renamed"));
    assertThatThrownBy(() -> docs.table.alter().drop("content").apply())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("the vectors 'v' are made of");
  }
}
