package dev.pilum.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.TableEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the table is asked where the rows themselves are asked what a filter says. */
class FilteredSearchTest {
  private static final int ROWS = 50;

  @TempDir private Path folder;
  private final AtomicInteger queries = new AtomicInteger();
  private Database database;
  private PilumEmbeddingStore store;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    store = PilumEmbeddingStore.open(database, "memories", 2);
    for (int i = 0; i < ROWS; i++) {
      TextSegment segment = TextSegment.from("text " + i, new Metadata().put("n", i));
      store.add(vector(i), segment);
    }
    database.addListener(event -> {
      if (event instanceof TableEvent.Query) {
        queries.incrementAndGet();
      }
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFilterThatLeavesTooFewIsTriedOnMoreHits() {
    assertThat(found(0)).containsExactly("text 45", "text 46", "text 47");
    assertThat(queries).hasValue(3); // for 3, 12, 48 hits
  }

  @Test
  void hitsBehindOneThatIsNotGoodEnoughAreNotAskedFor() {
    assertThat(found(0.99)).isEmpty();
    assertThat(queries).hasValue(2); // for 3 hits, all of them good enough, and 12
  }

  @Test
  void aRowWithoutAWordIsFoundWithoutASegment() {
    database
        .openTable("memories")
        .upsert(Row.of("id", "blank", "text", " ", "embedding", vector(0).vector()));
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder().queryEmbedding(vector(0)).maxResults(2).build();
    assertThat(store.search(request).matches())
        .filteredOn(match -> match.embeddingId().equals("blank"))
        .singleElement()
        .satisfies(match -> assertThat(match.embedded()).isNull());
  }

  /** Returns the nearest of the last five rows, which are the farthest. */
  private List<String> found(double minScore) {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(vector(0))
            .maxResults(3)
            .minScore(minScore)
            .filter(metadataKey("n").isGreaterThan(44))
            .build();
    return store.search(request).matches().stream()
        .map(EmbeddingMatch::embedded)
        .map(TextSegment::text)
        .toList();
  }

  /** Returns the direction of row {@code i}: the later, the farther from the first. */
  private static Embedding vector(int i) {
    double angle = Math.PI * i / ROWS;
    return Embedding.from(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }
}
