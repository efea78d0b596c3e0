package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Row;
import dev.pilum.backend.AsyncCollection;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Rows by their keys: stored, replaced, read, deleted, counted; and what is refused. */
interface StoreContract extends BackendUnderTest {
  /** How many rows a large batch has: few in everyday builds. */
  int LARGE = Integer.getInteger("pilum.contract.rows", 1_000);

  @Test
  @Proves({"U1", "U9"})
  default void whatIsStoredIsThereUntilItIsDeleted() {
    VectorCollection store = embeddings();
    store.store("a", east());
    store.store("b", north());
    assertThat(store.count()).isEqualTo(2);
    assertThat(store.exists("a")).isTrue();
    assertThat(BackendUnderTest.row(store, "a").vector("embedding")).containsExactly(east());
    assertThat(store.delete("a")).isTrue();
    assertThat(store.exists("a")).isFalse();
    assertThat(store.get("a")).isNull();
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  @Proves("U1")
  default void theSameCallsCanBeMadeWithoutWaiting() {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      AsyncCollection store = embeddings().async(executor);
      store
          .store("a", east())
          .thenCompose(done -> store.upsert(List.of(Row.of("id", "b", "embedding", north()))))
          .toCompletableFuture()
          .join();
      Query query = Query.nearest("embedding", east());
      assertThat(BackendUnderTest.ids(store.search(query).toCompletableFuture().join()))
          .containsExactly("a", "b");
      assertThat(store.exists("b").toCompletableFuture().join()).isTrue();
      assertThat(store.count(query.where()).toCompletableFuture().join()).isEqualTo(2L);
      assertThat(store.delete("b").toCompletableFuture().join()).isTrue();
      assertThat(store.get("b").toCompletableFuture().join()).isNull();
      assertThatThrownBy(() -> store.store("", east()).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  @Proves("U2")
  default void anEmptyIdIsRefused() {
    assertThatThrownBy(() -> embeddings().store("", east()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("id must not be empty");
    assertThatThrownBy(() -> docs().upsert(Row.of("lang", "en")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("id must not be empty");
    assertThat(embeddings().count()).isZero();
  }

  @Test
  @Proves("U2")
  default void wrongDimensionsAreRefusedByStoreAndSearch() {
    embeddings().store("a", east());
    assertThatThrownBy(() -> embeddings().store("b", new float[] {1, 2, 3}))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("embedding must have 4 dimensions, got 3");
    assertThatThrownBy(() -> embeddings().search(new float[5], 1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("embedding must have 4 dimensions, got 5");
    assertThat(embeddings().count()).isEqualTo(1);
  }

  @Test
  @Proves("U2")
  default void aLimitMustBePositive() {
    for (int limit : new int[] {0, -1}) {
      assertThatThrownBy(() -> embeddings().search(east(), limit))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("limit must be positive");
    }
  }

  @Test
  @Proves("U2")
  default void coordinatesMustBeFinite() {
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] vector = {1, odd, 0, 0};
      assertThatThrownBy(() -> embeddings().store("a", vector)).isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> embeddings().search(vector, 1)).isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  @Proves("U4")
  default void storingAgainReplaces() {
    embeddings().store("a", east());
    embeddings().store("a", north());
    assertThat(embeddings().count()).isEqualTo(1);
    assertThat(BackendUnderTest.row(embeddings(), "a").vector("embedding"))
        .containsExactly(north());
    assertThat(embeddings().search(north(), 10)).hasSize(1);
  }

  @Test
  @Proves("D17")
  default void ofRowsWithOneKeyInABatchTheLastStays() {
    docs().upsert(List.of(row("a", "en"), row("b", "en"), row("a", "zh")));
    assertThat(docs().count()).isEqualTo(2);
    assertThat(BackendUnderTest.row(docs(), "a").text("lang")).isEqualTo("zh");
  }

  @Test
  @Proves("D17")
  default void aRowThatSaysItsNamespaceMustMeanThisOne() {
    docs().upsert(Row.of("id", "a", "namespace", "contract"));
    assertThat(docs().exists("a")).isTrue();
    assertThatThrownBy(() -> docs().upsert(Row.of("id", "b", "namespace", "other")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("row 'b' is of namespace 'other', but this is namespace 'contract'");
    assertThat(docs().exists("b")).isFalse();
  }

  @Test
  @Proves("U6")
  default void rowsWithoutVectorsAreSelectedButNeverNear() {
    docs().upsert(List.of(row("a", "en"), BackendUnderTest.row(7)));
    assertThat(docs().count("lang = 'en'")).isEqualTo(1);
    assertThat(BackendUnderTest.row(docs(), "a").vector("embedding")).isNull();
    assertThat(BackendUnderTest.ids(docs().search(east(), 10))).containsExactly("0007");
  }

  @Test
  @Proves({"U11", "S5"})
  default void aLargeBatchIsStoredInParts() {
    List<Row> rows = BackendUnderTest.rows(0, LARGE);
    assertThat(docs().ingest(rows, 300)).isEqualTo(rows.size());
    assertThat(docs().count()).isEqualTo(rows.size());
    assertThat(docs().search(east(), 20)).hasSize(20);
    assertThat(docs().search(east(), 2)).hasSize(2);
  }

  @Test
  @Proves("S5")
  default void anEmptyBatchIsNoWrite() {
    embeddings().upsert(List.of());
    embeddings().add(List.of());
    assertThat(embeddings().ingest(List.of(), 10)).isZero();
    assertThat(namespace().collectionNames()).isEmpty();
    assertThatThrownBy(() -> embeddings().ingest(List.of(), 0))
        .hasMessage("batchSize must be positive");
  }

  @Test
  @Proves("U11")
  default void oneIdWrittenManyTimesStaysOneRow() {
    for (int i = 1; i <= 50; i++) {
      embeddings().store("a", new float[] {i, 1, 0, 0});
    }
    assertThat(embeddings().count()).isEqualTo(1);
    assertThat(BackendUnderTest.row(embeddings(), "a").vector("embedding"))
        .containsExactly(50, 1, 0, 0);
  }

  @Test
  @Proves("U11")
  default void whatIsNotThereIsDeletedAndReadWithoutError() {
    embeddings().store("a", east());
    assertThat(embeddings().delete("b")).isFalse();
    assertThat(embeddings().get("b")).isNull();
    assertThat(embeddings().deleteAll(List.of("a", "b", "a"))).isEqualTo(1);
    assertThat(embeddings().search(east(), 5)).isEmpty();
  }

  @Test
  @Proves("O7")
  default void manyRowsAreReadInTheOrderOfTheirKeys() {
    docs().upsert(BackendUnderTest.rows(0, 5));
    List<Row> rows = docs().getAll(List.of("0003", "none", "0001", "0003"));
    assertThat(rows).extracting(row -> row.text("id")).containsExactly("0003", "0001", "0003");
  }

  @Test
  @Proves("U12")
  default void theSameOperationsGiveTheSameAnswers() {
    List<List<String>> answers = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      namespace().drop("docs");
      docs().upsert(BackendUnderTest.rows(0, 60));
      docs().deleteWhere("year = 2003");
      docs().upsert(BackendUnderTest.rows(55, 70));
      answers.add(BackendUnderTest.ids(docs().search(east(), 30)));
      answers.add(List.of("" + docs().count()));
    }
    assertThat(answers.subList(0, 2)).isEqualTo(answers.subList(2, 4));
  }

  private static float[] east() {
    return new float[] {1, 0, 0, 0};
  }

  private static float[] north() {
    return new float[] {0, 1, 0, 0};
  }

  private static Row row(String id, String lang) {
    return Row.of("id", id, "lang", lang);
  }
}
