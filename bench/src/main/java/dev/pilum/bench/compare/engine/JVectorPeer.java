package dev.pilum.bench.compare.engine;

import dev.pilum.bench.ann.engine.FolderSize;
import dev.pilum.bench.ann.engine.JVectorEngine;
import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.storage.schema.Metric;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * jvector's graph on disk, made once of all rows. Keys and buckets are the program's own affair:
 * here two arrays beside it.
 */
public final class JVectorPeer implements Engine {
  private static final String BUCKETS = "buckets";

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public About about() {
    return new About(
        LibraryVersion.of(GraphSearcher.class),
        "OnDiskGraphIndex of degree 32, mapped, made once of all rows; filters as Bits over an"
            + " array of the program's own; cosine as dot product");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) {
    return new Graph(folder);
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    return new Graph(folder).opened();
  }

  private static final class Graph extends CallByCall {
    private final Path folder;
    private final List<Doc> loaded = new ArrayList<>();
    private int[] keys = {};
    private int[] buckets = {};
    private @Nullable ReaderSupplier file;
    private @Nullable OnDiskGraphIndex graph;
    private @Nullable GraphSearcher searcher;

    Graph(Path folder) {
      this.folder = folder;
    }

    @Override
    void insert(List<Doc> docs) {
      if (graph != null) {
        throw new Unsupported("made once, not changed");
      }
      loaded.addAll(docs);
    }

    @Override
    void upsert(List<Doc> docs) {
      throw new Unsupported("made once, not changed");
    }

    @Override
    public void settle() throws IOException {
      if (graph == null) {
        float[][] rows = loaded.stream().map(Doc::vector).toArray(float[][]::new);
        new JVectorEngine(JVectorEngine.Codes.NONE)
            .build(folder, new VectorSet(rows, Metric.COSINE));
        writeNumbers();
        loaded.clear();
        opened();
      }
    }

    private void writeNumbers() throws IOException {
      ByteBuffer numbers = ByteBuffer.allocate(2 * Integer.BYTES * loaded.size());
      loaded.forEach(doc -> numbers.putInt(doc.key()).putInt(doc.bucket()));
      Files.write(folder.resolve(BUCKETS), numbers.array());
    }

    Graph opened() throws IOException {
      ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(BUCKETS)));
      keys = new int[numbers.capacity() / (2 * Integer.BYTES)];
      buckets = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = numbers.getInt();
        buckets[i] = numbers.getInt();
      }
      ReaderSupplier opened = ReaderSupplierFactory.open(folder.resolve(JVectorEngine.GRAPH));
      file = opened;
      graph = OnDiskGraphIndex.load(opened);
      searcher = new GraphSearcher(graph);
      return this;
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) {
      GraphSearcher walking = searcher;
      if (walking == null) {
        throw new Unsupported("searched once it is made");
      }
      VectorFloat<?> target =
          VectorizationProvider.getInstance()
              .getVectorTypeSupport()
              .createFloatVector(UnitVector.of(query));
      Bits accepted = below < Work.ALL ? row -> buckets[row] < below : Bits.ALL;
      SearchResult found =
          walking.search(
              DefaultSearchScoreProvider.exact(
                  target,
                  VectorSimilarityFunction.DOT_PRODUCT,
                  (OnDiskGraphIndex.View) walking.getView()),
              limit,
              Math.max(limit, breadth),
              0f,
              0f,
              accepted);
      return java.util.Arrays.stream(found.getNodes()).mapToInt(node -> keys[node.node]).toArray();
    }

    @Override
    public long count() {
      return graph == null ? loaded.size() : keys.length;
    }

    @Override
    public long diskBytes() throws IOException {
      return FolderSize.bytes(folder);
    }

    @Override
    public long bytesOutsideHeap() throws IOException {
      return MappedBytes.below(folder);
    }

    @Override
    public void close() throws IOException {
      if (searcher != null) {
        searcher.close();
      }
      if (graph != null) {
        graph.close();
      }
      if (file != null) {
        file.close();
      }
    }
  }
}
