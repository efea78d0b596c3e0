package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Backends, namespaces and collections: how they come, how they go, what they are called. */
interface CollectionsContract extends BackendUnderTest {
  @Test
  @Proves({"O7", "D14"})
  default void aCollectionIsCreatedOnceAndDroppedOnce() {
    assertThat(namespace().exists("docs")).isFalse();
    assertThat(namespace().create("docs", SCHEMA)).isTrue();
    assertThat(namespace().create("docs", SCHEMA)).isFalse();
    assertThat(namespace().exists("docs")).isTrue();
    assertThat(namespace().drop("docs")).isTrue();
    assertThat(namespace().drop("docs")).isFalse();
    assertThat(namespace().exists("docs")).isFalse();
  }

  @Test
  @Proves("D14")
  default void creatingACollectionThatIsThereLeavesItsRows() {
    docs().upsert(BackendUnderTest.row(1));
    assertThat(namespace().create("docs", SCHEMA)).isFalse();
    assertThat(docs().count()).isEqualTo(1);
  }

  @Test
  @Proves("D14")
  default void collectionsAreListedByName() {
    for (String name : List.of("b", "a", "c.d-e_f")) {
      namespace().create(name, SCHEMA);
    }
    assertThat(namespace().collectionNames()).containsExactly("a", "b", "c.d-e_f");
  }

  @Test
  @Proves("D14")
  default void aCollectionThatIsNotThereIsNamedWithTheNearestOne() {
    assertThat(namespace().find("docs")).isNull();
    docs();
    assertThatThrownBy(() -> namespace().open("doks"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("Table doks does not exist; did you mean 'docs'?");
  }

  @Test
  @Proves("D14")
  default void theSchemaComesBackAsItWasGiven() {
    Schema schema = docs().schema();
    assertThat(schema.key()).isEqualTo("id");
    assertThat(schema.names()).isEqualTo(SCHEMA.names());
    assertThat(schema.fields())
        .extracting(field -> field.type().describe())
        .isEqualTo(SCHEMA.fields().stream().map(field -> field.type().describe()).toList());
    assertThat(schema.field("embedding").metric()).isEqualTo(Metric.COSINE);
  }

  @Test
  @Proves("D14")
  default void aCollectionNeedsAKey() {
    Schema without = Schema.builder().field("n", Types.int32()).build();
    assertThatThrownBy(() -> namespace().create("docs", without))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("needs a key");
  }

  @Test
  @Proves("D14")
  default void namespacesSeeNothingOfEachOther() {
    docs().upsert(BackendUnderTest.row(1));
    Namespace other = other();
    assertThat(other.exists("docs")).isFalse();
    assertThat(other.create("docs", SCHEMA)).isTrue();
    assertThat(other.open("docs").count()).isZero();
  }

  @Test
  @Proves("D17")
  default void droppingInOneNamespaceLeavesTheOthers() {
    docs().upsert(BackendUnderTest.row(1));
    Namespace other = other();
    other.create("docs", SCHEMA);
    assertThat(other.drop("docs")).isTrue();
    assertThat(docs().count()).isEqualTo(1);
  }

  @Test
  @Proves("D14")
  default void namesThatLeadElsewhereAreRefused() {
    for (String name : List.of("", ".", "..", "../x", "a/b", "a\\b", "a b", "ä", "x".repeat(65))) {
      assertThatThrownBy(() -> backend().namespace(name))
          .as("namespace '%s'", name)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("^[A-Za-z0-9_.-]+$");
      assertThatThrownBy(() -> namespace().create(name, SCHEMA))
          .as("collection '%s'", name)
          .isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  @Proves("U3")
  default void aCollectionThatNobodyWroteToIsEmpty() {
    VectorCollection lazy = embeddings();
    assertThat(lazy.search(new float[] {1, 0, 0, 0}, 10)).isEmpty();
    assertThat(lazy.search(Query.all())).isEmpty();
    assertThat(lazy.count()).isZero();
    assertThat(lazy.exists("a")).isFalse();
    assertThat(lazy.get("a")).isNull();
    assertThat(lazy.delete("a")).isFalse();
    assertThat(lazy.deleteWhere("id = 'a'")).isZero();
    assertThat(namespace().collectionNames()).as("reads create nothing").isEmpty();
  }

  @Test
  @Proves("U3")
  default void anEmptyCollectionAnswersLikeOneThatIsNotThere() {
    VectorCollection empty = docs();
    assertThat(empty.search(new float[] {1, 0, 0, 0}, 10)).isEmpty();
    assertThat(empty.count()).isZero();
    assertThat(empty.exists("a")).isFalse();
    assertThat(empty.get("a")).isNull();
    assertThat(empty.delete("a")).isFalse();
  }

  @Test
  @Proves("U3")
  default void theFirstWriteCreatesTheCollection() {
    embeddings().store("a", new float[] {1, 0, 0, 0});
    assertThat(namespace().collectionNames()).containsExactly("embeddings");
    assertThat(embeddings().count()).isEqualTo(1);
  }

  @Test
  @Proves("U3")
  default void aCollectionThatIsDroppedIsEmptyUntilTheNextWrite() {
    float[] east = {1, 0, 0, 0};
    VectorCollection lazy = embeddings();
    lazy.store("a", east);
    assertThat(lazy.count()).isEqualTo(1);
    namespace().drop("embeddings");
    assertThat(lazy.count()).isZero();
    assertThat(lazy.search(east, 1)).isEmpty();
    assertThat(lazy.delete("a")).isFalse();
    assertThat(namespace().collectionNames()).isEmpty();
    lazy.store("b", east);
    assertThat(BackendUnderTest.ids(lazy.search(east, 9))).containsExactly("b");
    assertThat(embeddings().exists("b")).isTrue();
  }

  @Test
  @Proves("U3")
  default void aCollectionThatSomebodyElseReplacesIsTheirs() {
    assumeTrue(durable(), "the same collection is opened twice");
    float[] east = {1, 0, 0, 0};
    VectorCollection lazy = embeddings();
    lazy.store("a", east);
    try (Backend another = backends().open(config())) {
      another.namespace("contract").drop("embeddings");
      assertThat(lazy.exists("a")).isFalse();
      another.namespace("contract").collection("embeddings", DIMENSION).store("b", east);
      assertThat(lazy.count()).isEqualTo(1);
      another.namespace("contract").drop("embeddings");
      another.namespace("contract").create("embeddings", SCHEMA);
      lazy.upsert(BackendUnderTest.row(1));
      assertThat(lazy.count("lang = 'zh'")).isEqualTo(1);
      another.namespace("contract").drop("embeddings");
      lazy.store("c", east);
      assertThat(BackendUnderTest.ids(lazy.search(east, 9))).containsExactly("c");
    }
  }

  @Test
  @Proves("D6")
  default void searchesByVectorsCanBeSwitchedOff() {
    assumeTrue(durable(), "the same rows are opened twice");
    docs().upsert(BackendUnderTest.row(1));
    Map<String, Object> settings = new TreeMap<>();
    config().names().forEach(name -> settings.put(name, config().get(name)));
    settings.put("backend", config().backend());
    settings.put("enable_vector_search", false);
    try (Backend without = backends().open(BackendConfig.of(settings))) {
      VectorCollection docs = without.namespace("contract").open("docs");
      assertThat(without.capabilities().vector()).isFalse();
      assertThat(without.capabilities().hybrid()).isFalse();
      assertThat(docs.count()).isEqualTo(1);
      assertThatThrownBy(() -> docs.search(new float[] {1, 0, 0, 0}, 1))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("switched off");
    }
  }

  @Test
  @Proves("D14")
  default void aClosedBackendSaysSo() {
    Backend closed = backend();
    docs();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.namespace("contract")).isInstanceOf(Closed.class);
  }
}
