package dev.pilum.bench.compare.engine;

import dev.pilum.bench.ann.engine.FolderSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Lucene as a database: a document for each row, a commit for each write, and before each search a
 * look for what was written since. Cosine as dot product of vectors of length one.
 */
public final class LucenePeer implements Engine {
  private static final int M = 16;
  private static final int EF_CONSTRUCTION = 200;
  private static final double BUFFER_MIB = 256;

  /** As Pilum's default. */
  private static final int CANDIDATES = 100;

  /** As Cormack, Clarke and Buettcher have it. */
  private static final int RANK_CONSTANT = 60;

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public About about() {
    return new About(
        Version.LATEST.toString(),
        "HNSW of float32, MMapDirectory, IndexWriter.commit() for each write, which forces each"
            + " file of the index: compound files for all segments (noCFSRatio 1), so that they are"
            + " few; merges as by default; SearcherManager refreshed before each search; rows"
            + " loaded, then forceMerge(1); EnglishAnalyzer,"
            + " BM25; hybrid by TopDocs.rrf of 100 candidates each");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) throws IOException {
    return new Documents(folder);
  }

  @Override
  public Store open(Path folder, int dimension) throws IOException {
    return new Documents(folder);
  }

  private static final class Documents extends CallByCall {
    private static final String KEY = "key";
    private static final String BUCKET = "bucket";
    private static final String BODY = "body";
    private static final String VECTOR = "embedding";

    private final Path folder;
    private final MMapDirectory directory;
    private final EnglishAnalyzer analyzer = new EnglishAnalyzer();
    private final IndexWriter writer;
    private final SearcherManager searchers;

    Documents(Path folder) throws IOException {
      this.folder = folder;
      directory = new MMapDirectory(folder);
      writer = new IndexWriter(directory, config());
      searchers =
          new SearcherManager(
              writer,
              new SearcherFactory() {
                @Override
                public IndexSearcher newSearcher(
                    org.apache.lucene.index.IndexReader reader,
                    org.apache.lucene.index.@Nullable IndexReader previous) {
                  IndexSearcher searcher = new IndexSearcher(reader);
                  searcher.setQueryCache(null); // the same queries again and again would be a gift
                  return searcher;
                }
              });
    }

    /**
     * A commit forces all files of all segments. By default those of merged segments that are more
     * than a tenth of the index are twenty each: 47 calls for each single row over a hundred rows,
     * 18 when each segment is one compound file.
     */
    private IndexWriterConfig config() {
      IndexWriterConfig config = new IndexWriterConfig(analyzer);
      config.getMergePolicy().setNoCFSRatio(1);
      return config.setCodec(codec()).setRAMBufferSizeMB(BUFFER_MIB).setUseCompoundFile(true);
    }

    private static Lucene104Codec codec() {
      KnnVectorsFormat format = new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION);
      return new Lucene104Codec() {
        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return format;
        }
      };
    }

    @Override
    void insert(List<Doc> docs) throws IOException {
      for (Doc doc : docs) {
        writer.addDocument(
            document(doc.key(), doc.bucket(), doc.body(), UnitVector.of(doc.vector())));
      }
      writer.commit();
    }

    @Override
    void upsert(List<Doc> docs) throws IOException {
      for (Doc doc : docs) {
        writer.updateDocument(
            term(doc.key()),
            document(doc.key(), doc.bucket(), doc.body(), UnitVector.of(doc.vector())));
      }
      writer.commit();
    }

    private static Document document(int key, int bucket, String body, float[] unit) {
      Document document = new Document();
      document.add(new StringField(KEY, Integer.toString(key), Field.Store.NO));
      document.add(new NumericDocValuesField("number", key));
      document.add(new IntField(BUCKET, bucket, Field.Store.YES));
      document.add(new TextField(BODY, body, Field.Store.YES));
      document.add(new KnnFloatVectorField(VECTOR, unit, VectorSimilarityFunction.DOT_PRODUCT));
      return document;
    }

    private static Term term(int key) {
      return new Term(KEY, Integer.toString(key));
    }

    /** A row as it is found. */
    private record Found(int bucket, String body, float[] unit) {}

    private @Nullable Found find(int key) throws IOException {
      return searching(searcher -> {
        ScoreDoc[] hits = searcher.search(new TermQuery(term(key)), 1).scoreDocs;
        if (hits.length == 0) {
          return null;
        }
        Document stored = searcher.storedFields().document(hits[0].doc);
        int bucket = stored.getField(BUCKET).numericValue().intValue();
        return new Found(bucket, stored.get(BODY), vector(searcher, hits[0].doc));
      });
    }

    private static float[] vector(IndexSearcher searcher, int document) throws IOException {
      List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(VECTOR);
      DocIndexIterator iterator = vectors.iterator();
      iterator.advance(document - leaf.docBase);
      return vectors.vectorValue(iterator.index()).clone();
    }

    @Override
    void move(int key, int bucket) throws IOException {
      Found found = find(key);
      if (found != null) {
        writer.updateDocument(term(key), document(key, bucket, found.body(), found.unit()));
        writer.commit();
      }
    }

    @Override
    void delete(int key) throws IOException {
      writer.deleteDocuments(term(key));
      writer.commit();
    }

    @Override
    int[] get(int key) throws IOException {
      Found found = find(key);
      return found == null
          ? new int[0]
          : new int[] {found.bucket(), found.body().length(), found.unit().length};
    }

    @Override
    boolean exists(int key) throws IOException {
      return searching(searcher -> searcher.count(new TermQuery(term(key)))) > 0;
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) throws IOException {
      return searching(searcher -> keys(searcher, nearest(searcher, query, limit, breadth, below)));
    }

    private static ScoreDoc[] nearest(
        IndexSearcher searcher, float[] query, int limit, int breadth, int below)
        throws IOException {
      Query filter = below < Work.ALL ? IntField.newRangeQuery(BUCKET, 0, below - 1) : null;
      int candidates = Math.max(limit, breadth);
      return searcher.search(
              new KnnFloatVectorQuery(VECTOR, UnitVector.of(query), candidates, filter), limit)
          .scoreDocs;
    }

    @Override
    int[] text(String words, int limit) throws IOException {
      return searching(searcher -> keys(searcher, searcher.search(query(words), limit).scoreDocs));
    }

    private Query query(String words) {
      Query query = new QueryBuilder(analyzer).createBooleanQuery(BODY, words);
      return query == null ? new MatchNoDocsQuery("no words") : query;
    }

    @Override
    int[] hybrid(float[] query, String words, int limit, int breadth) throws IOException {
      return searching(searcher -> {
        TopDocs byVector =
            searcher.search(
                new KnnFloatVectorQuery(
                    VECTOR, UnitVector.of(query), Math.max(CANDIDATES, breadth)),
                CANDIDATES);
        TopDocs byWords = searcher.search(query(words), CANDIDATES);
        return keys(
            searcher,
            TopDocs.rrf(
                    limit, RANK_CONSTANT, new TopDocs[] {inOneShard(byVector), inOneShard(byWords)})
                .scoreDocs);
      });
    }

    private static TopDocs inOneShard(TopDocs found) {
      for (ScoreDoc hit : found.scoreDocs) {
        hit.shardIndex = 0;
      }
      return found;
    }

    private static int[] keys(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
      List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
      int[] keys = new int[hits.length];
      for (int i = 0; i < keys.length; i++) {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hits[i].doc, leaves));
        NumericDocValues values = leaf.reader().getNumericDocValues("number");
        values.advanceExact(hits[i].doc - leaf.docBase);
        keys[i] = (int) values.longValue();
      }
      return keys;
    }

    /** What is done with a searcher that sees all that was written. */
    private interface Searching<T extends @Nullable Object> {
      T with(IndexSearcher searcher) throws IOException;
    }

    private <T extends @Nullable Object> T searching(Searching<T> searching) throws IOException {
      searchers.maybeRefreshBlocking();
      IndexSearcher searcher = searchers.acquire();
      try {
        return searching.with(searcher);
      } finally {
        searchers.release(searcher);
      }
    }

    @Override
    public void settle() throws IOException {
      writer.forceMerge(1);
      writer.commit();
    }

    @Override
    public long count() throws IOException {
      return searching(searcher -> searcher.getIndexReader().numDocs());
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
      searchers.close();
      writer.close();
      directory.close();
    }
  }
}
