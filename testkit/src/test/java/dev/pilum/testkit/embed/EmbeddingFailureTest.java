package dev.pilum.testkit.embed;

import static dev.pilum.testkit.embed.EmbeddedTable.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.EmbeddingFailure;
import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a write whose model fails. */
class EmbeddingFailureTest {
  private final EmbeddedTable docs = new EmbeddedTable();

  @AfterEach
  void close() {
    docs.close();
  }

  @Test
  void aFailureThatMayPassIsTriedAgainAfterAWhile() {
    fail(EmbeddingFailure.retryable("busy", null), 2);
    long before = docs.env.currentTimeMillis();
    docs.table.add(rows(5));
    assertThat(docs.table.count()).isEqualTo(5);
    assertThat(docs.model.batches).extracting(List::size).containsExactly(4, 4, 4, 1);
    assertThat(docs.env.currentTimeMillis() - before).isBetween(700L, 1_300L);
  }

  @Test
  void afterFourAttemptsTheWriteIsGivenUpAndNamesItsRows() {
    docs.model.mishaps.add(() -> {});
    fail(EmbeddingFailure.retryable("busy", null), 4);
    EmbeddingFailure failure =
        catchThrowableOfType(EmbeddingFailure.class, () -> docs.table.add(rows(10)));
    assertThat(failure)
        .hasMessage(
            "rows 4 to 7 could not be embedded by 'counting' for column 'v'; nothing was done:"
                + " busy");
    assertThat(failure.isRetryable()).isTrue();
    assertNothingWritten();
    docs.table.add(rows(10));
    assertThat(docs.table.count()).isEqualTo(10);
  }

  @Test
  void otherFailuresAreNotRepeated() {
    fail(EmbeddingFailure.lasting("wrong password", null), 1);
    assertThatThrownBy(() -> docs.table.add(rows(1)))
        .isInstanceOf(EmbeddingFailure.class)
        .hasMessageStartingWith("row 0 could not be embedded");
    RuntimeException own = new IllegalStateException("own");
    fail(own, 1);
    assertThatThrownBy(() -> docs.table.add(rows(1))).hasRootCause(own);
    assertThat(docs.model.batches).hasSize(2);
    assertNothingWritten();
  }

  @Test
  void anUpdateWhoseModelFailsChangesNothing() {
    docs.table.add(rows(1));
    fail(EmbeddingFailure.lasting("no", null), 1);
    assertThatThrownBy(() -> docs.table.update(0, Map.of("body", "other")))
        .isInstanceOf(EmbeddingFailure.class);
    assertThat(docs.table.version()).isEqualTo(1);
    assertThat(docs.table.get(0)).containsEntry("body", "body 0");
  }

  @Test
  void vectorsThatTheColumnCannotHoldAreRefused() {
    docs.database().registerEmbedding("counting", texts -> List.of(new float[3]));
    assertThatThrownBy(() -> docs.table.add(rows(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("dimension 2, embedding function 'counting' makes vectors of 3");
    docs.database().registerEmbedding("counting", texts -> List.of(new float[2]));
    assertThatThrownBy(() -> docs.table.add(rows(2)))
        .isInstanceOf(EmbeddingFailure.class)
        .hasMessageContaining("1 vectors of 2 texts");
    docs.database()
        .registerEmbedding("counting", texts -> List.of(new float[] {0, Float.POSITIVE_INFINITY}));
    assertThatThrownBy(() -> docs.table.add(rows(1)))
        .isInstanceOf(EmbeddingFailure.class)
        .hasMessageStartingWith("row 0 could not be embedded")
        .hasMessageEndingWith("it made Infinity at coordinate 1");
    assertNothingWritten();
  }

  @Test
  void anInterruptedThreadGivesUp() {
    docs.model.mishaps.add(() -> {
      Thread.currentThread().interrupt();
      throw EmbeddingFailure.retryable("busy", null);
    });
    assertThatThrownBy(() -> docs.table.add(rows(9))).isInstanceOf(Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
    assertNothingWritten();
  }

  private void fail(RuntimeException why, int times) {
    for (int i = 0; i < times; i++) {
      docs.model.mishaps.add(() -> {
        throw why;
      });
    }
  }

  private void assertNothingWritten() {
    assertThat(docs.table.version()).isZero();
    assertThat(docs.table.count()).isZero();
  }
}
