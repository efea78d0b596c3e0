package dev.pilum.bench.ann.engine;

import dev.pilum.storage.schema.Metric;
import io.github.jbellis.jvector.disk.RandomAccessReader;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.disk.SimpleWriter;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.quantization.CompressedVectors;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * jvector's graph on disk, mapped, with the vectors inline; walked by them, or by product-quantised
 * codes in memory whose best candidates are scored again by the vectors. Degree 32 on all levels,
 * which is what M 16 means on the lowest. Cosine as dot product of vectors of length one.
 */
public final class JVectorEngine implements AnnEngine {
  private static final LibraryLog LOG = LibraryLog.of("io.github.jbellis");
  private static final float NEIGHBOR_OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final int PQ_CLUSTERS = 256;

  /** The file with the graph. */
  public static final String GRAPH = "graph";

  private static final String CODES = "codes";

  private final Codes codes;
  private Metric metric = Metric.COSINE;
  private long vectorBytes;

  /** What a walk compares. */
  public enum Codes {
    /** The vectors. */
    NONE,
    /** Product-quantised codes. */
    PQ
  }

  /** With or without codes. */
  public JVectorEngine(Codes codes) {
    this.codes = codes;
  }

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public String codes() {
    return switch (codes) {
      case NONE -> "none";
      case PQ -> "pq";
    };
  }

  @Override
  public String describe() {
    return "4.0.2, OnDiskGraphIndex of degree 32, GraphSearcher with rerankK = ef; "
        + LOG.about("ector");
  }

  @Override
  public void build(Path folder, VectorSet vectors) throws IOException {
    metric = vectors.metric();
    vectorBytes = vectors.vectorBytes();
    Files.createDirectories(folder);
    RandomAccessVectorValues values = values(vectors);
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(values, similarity(), 2 * M)
            .withBeamWidth(EF_CONSTRUCTION)
            .withNeighborOverflow(NEIGHBOR_OVERFLOW)
            .withAlpha(ALPHA)
            .build()) {
      OnDiskGraphIndex.write(builder.build(values), values, folder.resolve(GRAPH));
    }
    if (codes == Codes.PQ) {
      writeCodes(values, folder.resolve(CODES));
    }
  }

  private void writeCodes(RandomAccessVectorValues values, Path file) throws IOException {
    int bytes = codeBytes(values.dimension());
    ProductQuantization quantization =
        ProductQuantization.compute(values, bytes, PQ_CLUSTERS, metric == Metric.L2);
    CompressedVectors encoded = quantization.encodeAll(values, ForkJoinPool.commonPool());
    try (SimpleWriter writer = new SimpleWriter(file)) {
      encoded.write(writer, OnDiskGraphIndex.CURRENT_VERSION);
    }
  }

  /**
   * Returns how many bytes a code has: many for each coordinate where there are few, because a
   * quarter of 25 finds hardly anything (recall 0.43 at ef 10 on GloVe), a quarter where there are
   * many.
   */
  private static int codeBytes(int dimension) {
    if (dimension <= 32) {
      return dimension;
    }
    return Math.max(32, dimension <= 128 ? dimension / 2 : dimension / 4);
  }

  private RandomAccessVectorValues values(VectorSet vectors) {
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    List<VectorFloat<?>> rows = new ArrayList<>();
    for (float[] row : vectors.rows()) {
      rows.add(types.createFloatVector(VectorSet.prepared(row, metric)));
    }
    return new ListRandomAccessVectorValues(rows, vectors.dimension());
  }

  @Override
  public AnnIndex open(Path folder) throws IOException {
    ReaderSupplier supplier = ReaderSupplierFactory.open(folder.resolve(GRAPH));
    OnDiskGraphIndex graph = OnDiskGraphIndex.load(supplier);
    PQVectors encoded = codes == Codes.PQ ? readCodes(folder.resolve(CODES)) : null;
    return new AnnIndex() {
      @Override
      public AnnSearcher newSearcher() {
        return searcher(graph, encoded);
      }

      @Override
      public long indexBytes() throws IOException {
        return FolderSize.bytes(folder) - vectorBytes;
      }

      @Override
      public void close() throws IOException {
        graph.close();
        supplier.close();
      }
    };
  }

  private static PQVectors readCodes(Path file) throws IOException {
    try (ReaderSupplier supplier = ReaderSupplierFactory.open(file);
        RandomAccessReader reader = supplier.get()) {
      return PQVectors.load(reader);
    }
  }

  private AnnSearcher searcher(OnDiskGraphIndex graph, @Nullable PQVectors encoded) {
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    GraphSearcher searcher = new GraphSearcher(graph);
    OnDiskGraphIndex.View view = (OnDiskGraphIndex.View) searcher.getView();
    VectorSimilarityFunction similarity = similarity();
    return (query, ef) -> {
      VectorFloat<?> target = types.createFloatVector(VectorSet.prepared(query, metric));
      SearchScoreProvider scores =
          encoded == null
              ? DefaultSearchScoreProvider.exact(target, similarity, view)
              : new DefaultSearchScoreProvider(
                  encoded.precomputedScoreFunctionFor(target, similarity),
                  view.rerankerFor(target, similarity));
      return rows(searcher.search(scores, K, ef, 0f, 0f, Bits.ALL));
    };
  }

  private static int[] rows(SearchResult result) {
    SearchResult.NodeScore[] nodes = result.getNodes();
    int[] rows = new int[nodes.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = nodes[i].node;
    }
    return rows;
  }

  private VectorSimilarityFunction similarity() {
    return switch (metric) {
      case COSINE, DOT -> VectorSimilarityFunction.DOT_PRODUCT;
      case L2 -> VectorSimilarityFunction.EUCLIDEAN;
      case HAMMING -> throw VectorSet.noBits();
    };
  }
}
