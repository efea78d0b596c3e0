package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.backend.Backend;
import dev.pilum.backend.VectorCollection;
import org.junit.jupiter.api.Test;

/** What is there when a backend is opened again, and when two have it open. */
interface PersistenceContract extends BackendUnderTest {
  @Test
  @Proves("U8")
  default void whatWasStoredIsThereAfterOpeningAgain() {
    assumeTrue(durable(), "rows do not outlive this backend");
    docs().upsert(BackendUnderTest.rows(0, 20));
    reopened();
    assertThat(docs().count()).isEqualTo(20);
    assertThat(docs().search(BackendUnderTest.embedding(7), 1))
        .singleElement()
        .satisfies(hit -> assertThat(hit.id()).isEqualTo("0007"));
  }

  @Test
  @Proves("U8")
  default void whatWasReplacedIsThereAfterOpeningAgain() {
    assumeTrue(durable(), "rows do not outlive this backend");
    embeddings().store("a", new float[] {1, 0, 0, 0});
    reopened();
    embeddings().store("a", new float[] {0, 1, 0, 0});
    reopened();
    assertThat(embeddings().count()).isEqualTo(1);
    assertThat(embeddings().search(new float[] {0, 1, 0, 0}, 1))
        .singleElement()
        .satisfies(hit -> assertThat(hit.score()).isGreaterThan(0.99f));
  }

  @Test
  @Proves("U8")
  default void whatWasDeletedIsGoneAfterOpeningAgain() {
    assumeTrue(durable(), "rows do not outlive this backend");
    docs().upsert(BackendUnderTest.rows(0, 5));
    docs().delete("0003");
    reopened();
    assertThat(docs().exists("0003")).isFalse();
    assertThat(docs().count()).isEqualTo(4);
    namespace().drop("docs");
    reopened();
    assertThat(namespace().exists("docs")).isFalse();
  }

  @Test
  @Proves("U5")
  default void anEmptyCollectionCanBeOpenedAgainAndWritten() {
    assumeTrue(durable(), "rows do not outlive this backend");
    docs();
    reopened();
    VectorCollection docs = namespace().open("docs");
    assertThat(docs.count()).isZero();
    docs.add(BackendUnderTest.rows(0, 3));
    assertThat(docs.count()).isEqualTo(3);
  }

  @Test
  @Proves("U7")
  default void twoHandlesOnOnePlaceSeeTheSameRows() {
    assumeTrue(durable(), "each of these backends is a world of its own");
    try (Backend second = backends().open(config())) {
      embeddings().store("a", new float[] {1, 0, 0, 0});
      VectorCollection seen = second.namespace("contract").open("embeddings");
      assertThat(seen.exists("a")).isTrue();
      seen.store("b", new float[] {0, 1, 0, 0});
      assertThat(embeddings().count()).isEqualTo(2);
    }
    assertThat(embeddings().count()).as("closing one leaves the other").isEqualTo(2);
  }
}
