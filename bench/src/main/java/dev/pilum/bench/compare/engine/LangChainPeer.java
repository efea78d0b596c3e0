package dev.pilum.bench.compare.engine;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * LangChain4j's store in memory, written to its JSON file after each write: it has nothing else.
 */
public final class LangChainPeer implements Engine {
  private static final String BUCKET = "bucket";

  @Override
  public String name() {
    return "langchain4j";
  }

  @Override
  public About about() {
    return new About(
        LibraryVersion.of(InMemoryEmbeddingStore.class),
        "InMemoryEmbeddingStore, compares all rows; serializeToFile after each write, fromFile to"
            + " open");
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Store create(Path folder, int dimension) throws IOException {
    return new Entries(folder, new InMemoryEmbeddingStore<>());
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    return new Entries(folder, InMemoryEmbeddingStore.fromFile(file(folder)));
  }

  private static Path file(Path folder) {
    return folder.resolve("store.json");
  }

  private static final class Entries extends CallByCall {
    private final Path file;
    private final InMemoryEmbeddingStore<TextSegment> store;

    /** Two that write the file at a time would mix it. */
    private final ReentrantLock writing = new ReentrantLock();

    Entries(Path folder, InMemoryEmbeddingStore<TextSegment> store) throws IOException {
      Files.createDirectories(folder);
      this.file = file(folder);
      this.store = store;
    }

    @Override
    void insert(List<Doc> docs) {
      write(docs, false);
    }

    @Override
    void upsert(List<Doc> docs) {
      write(docs, true);
    }

    private void write(List<Doc> docs, boolean replaces) {
      List<String> ids = new ArrayList<>(docs.size());
      List<Embedding> embeddings = new ArrayList<>(docs.size());
      List<TextSegment> segments = new ArrayList<>(docs.size());
      for (Doc doc : docs) {
        ids.add(Integer.toString(doc.key()));
        embeddings.add(Embedding.from(doc.vector()));
        String body = doc.body().isBlank() ? "-" : doc.body(); // it takes no blank text
        segments.add(TextSegment.from(body, new Metadata().put(BUCKET, doc.bucket())));
      }
      writing.lock();
      try {
        if (replaces) {
          store.removeAll(ids);
        }
        store.addAll(ids, embeddings, segments);
        store.serializeToFile(file);
      } finally {
        writing.unlock();
      }
    }

    @Override
    void delete(int key) {
      writing.lock();
      try {
        store.removeAll(List.of(Integer.toString(key)));
        store.serializeToFile(file);
      } finally {
        writing.unlock();
      }
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) {
      EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request =
          EmbeddingSearchRequest.builder().queryEmbedding(Embedding.from(query)).maxResults(limit);
      if (below < Work.ALL) {
        request.filter(new IsLessThan(BUCKET, below));
      }
      return store.search(request.build()).matches().stream()
          .mapToInt(match -> Integer.parseInt(match.embeddingId()))
          .toArray();
    }

    @Override
    public void settle() {}

    @Override
    public long count() {
      return store.size();
    }

    @Override
    public long diskBytes() throws IOException {
      return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public long bytesOutsideHeap() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
