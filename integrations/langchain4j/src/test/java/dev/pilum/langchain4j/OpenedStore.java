package dev.pilum.langchain4j;

import dev.pilum.Database;
import java.nio.file.Path;

/**
 * A store that is opened when a test first asks for it: LangChain4j's tests ask before ours can
 * open it.
 */
final class OpenedStore implements AutoCloseable {
  private Database database;
  private PilumEmbeddingStore store;

  /** Returns the store in this folder, always the same. */
  PilumEmbeddingStore in(Path folder) {
    if (store == null) {
      database = Database.open(folder);
      store = PilumEmbeddingStore.open(database, "memories", LetterModel.DIMENSION);
    }
    return store;
  }

  @Override
  public void close() {
    database.close();
  }
}
