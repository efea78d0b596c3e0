package dev.pilum.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's own tests of removal from stores. */
class StoreRemovalTest extends EmbeddingStoreWithRemovalIT {
  @TempDir private Path folder;
  private final LetterModel model = new LetterModel();
  private final OpenedStore store = new OpenedStore();

  @AfterEach
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
}
