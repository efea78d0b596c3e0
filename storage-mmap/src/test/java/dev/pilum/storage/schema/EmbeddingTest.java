package dev.pilum.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an embedding is written down. */
class EmbeddingTest {
  @Test
  void itReadsWhatItWrites() {
    for (String words : List.of("minilm(body)", "BAAI/bge-small:2(title, body) batch 32")) {
      assertThat(Embedding.parse(words).describe()).isEqualTo(words);
    }
    assertThat(Embedding.parse("f(a,b) batch 64"))
        .isEqualTo(new Embedding("f", List.of("a", "b"), Embedding.DEFAULT_BATCH_SIZE));
  }

  @Test
  void whatIsNoEmbeddingIsRefused() {
    for (String words :
        List.of("", "minilm", "f(a", "f(a) batch", "f(a) batch 0", "f(a) batch 65537", "g h(a)")) {
      assertThatThrownBy(() -> Embedding.parse(words)).as(words).isInstanceOf(InvalidRequest.class);
    }
    assertThatThrownBy(() -> Embedding.of("f")).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void onlyVectorsAreEmbedded() {
    Embedding embedding = Embedding.of("f", "body");
    assertThatThrownBy(() -> Field.of("x", Types.utf8()).withEmbedding(embedding))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("column 'x' has type utf8");
    Field vector = Field.of("v", Types.vector(3)).withMetric(Metric.DOT).withEmbedding(embedding);
    assertThat(vector.embedding()).isEqualTo(embedding);
    assertThat(vector.metric()).isEqualTo(Metric.DOT);
  }
}
