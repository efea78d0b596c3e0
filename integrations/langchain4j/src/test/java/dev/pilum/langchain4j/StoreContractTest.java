package dev.pilum.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's own tests of stores, with metadata and filters, all on one that is emptied. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreContractTest extends EmbeddingStoreWithFilteringIT {
  @TempDir private static Path folder;

  private final LetterModel model = new LetterModel();
  private final OpenedStore store = new OpenedStore();

  @AfterAll
  void close() {
    store.close();
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return store.in(folder);
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return model;
  }

  @Override
  protected void clearStore() {
    embeddingStore().removeAll();
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }
}
