package dev.pilum.fts.index;

import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafMetaData;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.TermVectors;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Text in memory as of a number of rows, as Lucene reads a leaf: terms and norms, nothing else.
 *
 * <p>Safe for use by many threads.
 */
final class MemoryReader extends LeafReader {
  private final Map<String, MemoryField> fields;
  private final FieldInfos infos;
  private final int rowCount;

  MemoryReader(Map<String, MemoryField> fields, FieldInfos infos, int rowCount) {
    this.fields = fields;
    this.infos = infos;
    this.rowCount = rowCount;
  }

  /** Returns what Lucene wants to know of the fields. */
  static FieldInfos infos(List<TextColumn> fields, boolean offsets) {
    FieldInfo[] infos = new FieldInfo[fields.size()];
    for (int i = 0; i < infos.length; i++) {
      infos[i] = info(fields.get(i).luceneName(), i, offsets);
    }
    return new FieldInfos(infos);
  }

  private static FieldInfo info(String name, int number, boolean offsets) {
    return new FieldInfo(
        name,
        number,
        false,
        false,
        false,
        offsets
            ? IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS
            : IndexOptions.DOCS_AND_FREQS_AND_POSITIONS,
        DocValuesType.NONE,
        DocValuesSkipIndexType.NONE,
        -1,
        Map.of(),
        0,
        0,
        0,
        0,
        VectorEncoding.FLOAT32,
        VectorSimilarityFunction.EUCLIDEAN,
        false,
        false);
  }

  @Override
  public @Nullable Terms terms(String name) {
    MemoryField field = fields.get(name);
    if (field == null || rowCount == 0) {
      return null;
    }
    MemoryTerms terms = new MemoryTerms(field, rowCount);
    return terms.getDocCount() == 0 ? null : terms;
  }

  @Override
  public @Nullable NumericDocValues getNormValues(String name) {
    MemoryField field = fields.get(name);
    return field == null ? null : new MemoryNorms(field.sums().norms(), rowCount);
  }

  @Override
  public FieldInfos getFieldInfos() {
    return infos;
  }

  @Override
  public @Nullable Bits getLiveDocs() {
    return null;
  }

  @Override
  public LeafMetaData getMetaData() {
    return new LeafMetaData(Version.LATEST.major, Version.LATEST, null, false);
  }

  @Override
  public int numDocs() {
    return rowCount;
  }

  @Override
  public int maxDoc() {
    return rowCount;
  }

  @Override
  public @Nullable CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }

  @Override
  public void checkIntegrity() {
    assert rowCount >= 0 : "nothing was read from a disk";
  }

  @Override
  protected void doClose() {
    assert rowCount >= 0 : "the memory is the garbage collector's";
  }

  @Override
  public @Nullable NumericDocValues getNumericDocValues(String name) {
    return null;
  }

  @Override
  public @Nullable BinaryDocValues getBinaryDocValues(String name) {
    return null;
  }

  @Override
  public @Nullable SortedDocValues getSortedDocValues(String name) {
    return null;
  }

  @Override
  public @Nullable SortedNumericDocValues getSortedNumericDocValues(String name) {
    return null;
  }

  @Override
  public @Nullable SortedSetDocValues getSortedSetDocValues(String name) {
    return null;
  }

  @Override
  public @Nullable DocValuesSkipper getDocValuesSkipper(String name) {
    return null;
  }

  @Override
  public @Nullable PointValues getPointValues(String name) {
    return null;
  }

  @Override
  public @Nullable FloatVectorValues getFloatVectorValues(String name) {
    return null;
  }

  @Override
  public @Nullable ByteVectorValues getByteVectorValues(String name) {
    return null;
  }

  @Override
  public void searchNearestVectors(
      String name, float[] target, KnnCollector collector, AcceptDocs accepted) {
    throw new UnsupportedOperationException("text has no vectors");
  }

  @Override
  public void searchNearestVectors(
      String name, byte[] target, KnnCollector collector, AcceptDocs accepted) {
    throw new UnsupportedOperationException("text has no vectors");
  }

  /** Returns what finds nothing stored: rows are elsewhere. Merges ask. */
  @Override
  public StoredFields storedFields() {
    return new StoredFields() {
      @Override
      public void document(int ordinal, StoredFieldVisitor visitor) {
        assert ordinal < rowCount : ordinal;
      }
    };
  }

  /** Returns what finds no term vectors. Merges ask. */
  @Override
  public TermVectors termVectors() {
    return TermVectors.EMPTY;
  }
}
