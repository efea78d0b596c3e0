package dev.pilum.bench.ann.engine;

import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's HNSW on disk, mapped, merged to one segment; documents come in order, so that a
 * document's number is its row's. Cosine as dot product of vectors of length one, as Lucene's own
 * documentation advises.
 */
public final class LuceneEngine implements AnnEngine {
  private static final LibraryLog LOG = LibraryLog.of("org.apache.lucene");
  private static final String FIELD = "vector";

  /** Enough for a million vectors of 384, so that no graph is built twice, if the heap allows. */
  private static final double MAX_BUFFER_MIB = 1_900;

  private final Codes codes;

  /** Which of Lucene's formats. */
  public enum Codes {
    /** The default: float32. */
    NONE,
    /** Eight bits a coordinate, candidates scored again by the vectors. */
    SQ8
  }

  private Metric metric = Metric.COSINE;
  private long vectorBytes;

  /** With one of Lucene's formats. */
  public LuceneEngine(Codes codes) {
    this.codes = codes;
  }

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public String codes() {
    return switch (codes) {
      case NONE -> "none";
      case SQ8 -> "sq8";
    };
  }

  @Override
  public String describe() {
    return "10.5.0, MMapDirectory, one segment, IndexSearcher over KnnFloatVectorQuery with k = ef;"
        + " "
        + LOG.about("ector");
  }

  @Override
  public void build(Path folder, VectorSet vectors) throws IOException {
    metric = vectors.metric();
    vectorBytes = vectors.vectorBytes();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec())
            .setUseCompoundFile(false)
            .setRAMBufferSizeMB(
                Math.min(MAX_BUFFER_MIB, Runtime.getRuntime().maxMemory() / 3.0 / (1 << 20)));
    try (MMapDirectory directory = new MMapDirectory(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] row : vectors.rows()) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, VectorSet.prepared(row, metric), similarity()));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      writer.commit();
    }
  }

  @Override
  public AnnIndex open(Path folder) throws IOException {
    MMapDirectory directory = new MMapDirectory(folder);
    DirectoryReader reader = DirectoryReader.open(directory);
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return new AnnIndex() {
      @Override
      public AnnSearcher newSearcher() {
        return (query, ef) -> search(searcher, query, ef);
      }

      @Override
      public long indexBytes() throws IOException {
        return FolderSize.bytes(folder) - vectorBytes;
      }

      @Override
      public void close() throws IOException {
        reader.close();
        directory.close();
      }
    };
  }

  private int[] search(IndexSearcher searcher, float[] query, int ef) throws IOException {
    float[] target = VectorSet.prepared(query, metric);
    Query walk = new KnnFloatVectorQuery(FIELD, target, ef);
    Query asked =
        switch (codes) {
          case NONE -> walk;
          case SQ8 -> RescoreTopNQuery.createFullPrecisionRescorerQuery(walk, target, FIELD, K);
        };
    ScoreDoc[] hits = searcher.search(asked, K).scoreDocs;
    int[] rows = new int[hits.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = hits[i].doc;
    }
    return rows;
  }

  private Codec codec() {
    KnnVectorsFormat format =
        switch (codes) {
          case NONE -> new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION);
          case SQ8 -> new Lucene104HnswScalarQuantizedVectorsFormat(M, EF_CONSTRUCTION);
        };
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  private VectorSimilarityFunction similarity() {
    return switch (metric) {
      case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
      case L2 -> VectorSimilarityFunction.EUCLIDEAN;
      case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      case HAMMING -> throw VectorSet.noBits();
    };
  }
}
