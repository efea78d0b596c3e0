package dev.pilum.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.RateLimitException;
import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.EmbeddingFailure;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose vectors a LangChain4j model makes. */
class ModelEmbeddingTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("body", Types.utf8())
          .vector(
              "v",
              LetterModel.DIMENSION,
              Metric.COSINE,
              Embedding.of("letters", "body").withBatchSize(2))
          .build();

  @TempDir private Path folder;
  private final LetterModel documents = new LetterModel();
  private final LetterModel queries = new LetterModel();
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    database.registerEmbedding("letters", ModelEmbedding.of(documents, queries));
    table = database.createTable("docs", SCHEMA);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void textsAreWrittenInBatchesAndFoundByQuestions() {
    table.add(List.of(row(1, "cats sleep"), row(2, "dogs bark"), row(3, "stocks fell")));
    assertThat(documents.batchSizes).containsExactly(2, 1);
    assertThat(table.search("a sleeping cat").limit(1).hits())
        .extracting(hit -> hit.row().get("id"))
        .containsExactly(1L);
    assertThat(documents.batchSizes).hasSize(2);
    assertThat(queries.batchSizes).containsExactly(1);
  }

  @Test
  void aRowWithoutAWordDoesNotStopTheOthers() {
    table.add(List.of(row(1, "cats sleep"), row(2, " \n")));
    assertThat(documents.batchSizes).containsExactly(1);
    assertThat(table.count()).isEqualTo(2);
  }

  @Test
  void whatTheModelCallsRetriableIsRepeatedAndNothingElse() {
    documents.failures.add(new RateLimitException("slow down"));
    table.add(List.of(row(1, "text")));
    assertThat(documents.batchSizes).containsExactly(1, 1);
    documents.failures.add(new AuthenticationException("who are you"));
    assertThatThrownBy(() -> table.add(List.of(row(2, "more"))))
        .isInstanceOf(EmbeddingFailure.class)
        .hasMessageContaining("who are you");
    assertThat(table.count()).isEqualTo(1);
  }

  private static Row row(long id, String body) {
    return Row.of("id", id, "body", body);
  }
}
