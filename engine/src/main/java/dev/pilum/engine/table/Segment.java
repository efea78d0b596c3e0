package dev.pilum.engine.table;

import dev.pilum.engine.text.RowTexts;
import dev.pilum.engine.text.SegmentTexts;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.MemoryText;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextIndexFile;
import dev.pilum.fts.index.TextLeaf;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnCheck;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.segment.DeleteFile;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in immutable, mapped files. Graphs may join later, when they have been built; everything
 * else is there from the start.
 *
 * <p>Safe for use by many threads.
 */
public final class Segment extends Source {
  private final long id;
  private final Arena arena;
  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final RecordBatch rows;
  private final SegmentColumns columns;
  private final @Nullable KeyReader keyReader;
  private final @Nullable SegmentKeys keys;
  private final SegmentTexts texts;
  private final SegmentIndexes indexes;
  private final SegmentGraphs graphs;
  private final Map<Integer, PresentRows> present = new ConcurrentHashMap<>();
  private volatile SegmentMeta meta;
  private volatile @Nullable SourceCodes codes;

  private Segment(FileStore files, String root, Schema schema, SegmentMeta meta, Arena arena) {
    this.id = meta.id();
    this.meta = meta;
    this.arena = arena;
    this.files = files;
    this.root = root;
    this.schema = schema;
    this.columns = SegmentColumns.open(files, root, schema, meta, arena);
    this.rows = columns.rows();
    String key = schema.key();
    this.keyReader = key == null ? null : KeyReader.of(rows.column(schema.indexOf(key)));
    this.keys = keyReader == null ? null : new SegmentKeys(files, root, meta, keyReader, arena);
    this.indexes = new SegmentIndexes(files, root, schema, rows, arena);
    this.graphs = new SegmentGraphs(files, root, schema, rows, arena);
    FileMeta text = meta.find(Kind.TEXT, 0);
    this.texts = new SegmentTexts(files, arena, text == null ? null : textFile(root, text));
  }

  private static SegmentTexts.File textFile(String root, FileMeta file) {
    return new SegmentTexts.File(
        root + "/" + file.path(), new TextIndexFile.Written(file.lengthBytes(), file.crc32c()));
  }

  /**
   * Maps the files that {@code meta} names.
   *
   * @param root the table's folder
   * @throws Corruption when one of them is not what it should be
   */
  public static Segment open(FileStore files, String root, Schema schema, SegmentMeta meta) {
    Arena arena = Arena.ofShared();
    try {
      Segment segment = new Segment(files, root, schema, meta, arena);
      for (FileMeta file : meta.files()) {
        segment.attach(file);
      }
      return segment;
    } catch (PilumException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Reads the files whole that others are made of, lest damage is copied into files whose checksums
   * are right. A graph that is damaged is used no more, nor is a text index to make another.
   *
   * @throws Corruption when a file of columns is not what was written
   */
  public void checkForCopying() {
    for (FileMeta file : meta.files()) {
      switch (file.kind()) {
        case SCALARS, VECTOR -> FileCheck.check(files, root, meta, file);
        case GRAPH -> checkGraph(file);
        case TEXT -> checkText(file);
        case DELETES, KEYS, CALIBRATION, ZONES, ORDERED, BITMAP, LABELS -> {}
      }
    }
  }

  private void checkText(FileMeta file) {
    try {
      FileCheck.check(files, root, meta, file);
    } catch (Corruption e) {
      Log.LOG.warn("{}; the rows are indexed anew", e.getMessage());
      texts.distrust();
    }
  }

  private void checkGraph(FileMeta file) {
    try {
      FileCheck.check(files, root, meta, file);
    } catch (Corruption e) {
      Log.LOG.warn("{}; another is built", e.getMessage());
      graphs.detach(file.fieldId());
    }
  }

  /**
   * Has a damaged file that can be made again used no more, as far as that is possible while the
   * segment is open; whoever reads it may go on.
   *
   * @return whether the segment lacks the file now, so that upkeep makes it again
   */
  public boolean distrust(FileMeta file) {
    return switch (file.kind()) {
      case GRAPH -> {
        graphs.detach(file.fieldId());
        graphs.detachCalibration(file.fieldId());
        yield true;
      }
      case CALIBRATION -> {
        graphs.detachCalibration(file.fieldId());
        yield true;
      }
      case ZONES, ORDERED, BITMAP, LABELS -> {
        indexes.detach(file.kind(), file.fieldId());
        yield true;
      }
      case KEYS -> {
        if (keys != null) {
          keys.distrust();
        }
        yield false;
      }
      case TEXT -> {
        texts.distrust();
        yield false;
      }
      case SCALARS, VECTOR, DELETES -> false;
    };
  }

  /** Reads all files whole and returns the first damage, or {@code null}. */
  @Nullable Corruption damage() {
    for (FileMeta file : meta.files()) {
      try {
        FileCheck.check(files, root, meta, file);
      } catch (Corruption e) {
        return e;
      } catch (StorageFailure e) {
        assert file.lengthBytes() >= 0 : "merged meanwhile, its name is gone";
      }
    }
    return damageBehindChecksums();
  }

  /** Checksums that are right prove nothing against those who can compute them. */
  private @Nullable Corruption damageBehindChecksums() {
    for (int i = 0; i < rows.columns().size(); i++) {
      String problem = ColumnCheck.problem(rows.column(i));
      if (problem != null) {
        Field field = rows.fields().get(i);
        FileMeta file = meta.find(Kind.VECTOR, field.id());
        FileMeta columns = file == null ? meta.find(Kind.SCALARS, 0) : file;
        String path = columns == null ? root : root + "/" + columns.path();
        return new Corruption(path, -1, "offsets inside column '" + field.name() + "'", problem);
      }
    }
    return indexes.damage();
  }

  /** Returns the segment's number. */
  public long id() {
    return id;
  }

  /** Returns the dead rows that the segment's delete file names. */
  public static DeadRows deadRows(FileStore files, String root, SegmentMeta meta) {
    FileMeta file = meta.find(Kind.DELETES, 0);
    return file == null
        ? DeadRows.NONE
        : DeleteFile.read(files, root + "/" + file.path(), meta.rowCount());
  }

  /** Takes a file that may come later into use; others are passed over. */
  public void attach(FileMeta file) {
    meta = meta.with(file);
    switch (file.kind()) {
      case GRAPH -> attachGraph(file);
      case CALIBRATION -> graphs.attachCalibration(file);
      case ZONES, ORDERED, BITMAP, LABELS -> indexes.attach(file);
      case SCALARS, VECTOR, DELETES, KEYS, TEXT -> {}
    }
  }

  private void attachGraph(FileMeta file) {
    graphs.attachGraph(file);
    SourceCodes known = codes;
    if (known != null) {
      known.leaveHeap(file.fieldId());
    }
  }

  /**
   * Opens text index, zone maps and scalar indexes, and codes the vectors as far as they have no
   * graph, where searches will ask for that. To be called before anybody searches, so that no
   * search waits for it.
   */
  public void getReadyFor(SearchHabits habits) {
    SourceCodes coded = habits.codes();
    if (coded != null) {
      SourceCodes own = coded.emptyFor(schema);
      own.codeAll(rows, fieldId -> graphs.searcher(fieldId) != null);
      codes = own;
    }
    if (habits.text() && texts.hasFile()) {
      texts.leaf(new TextFields(TextColumns.of(schema)), rows);
    }
    indexes.open(habits.indexes());
  }

  @Override
  @Nullable SourceCodes codes() {
    return codes;
  }

  @Override
  boolean isTextSearched() {
    return texts.isOpen();
  }

  /** Returns the places of the zone maps and scalar indexes that somebody has asked for. */
  Set<SegmentIndexes.Place> openIndexes() {
    return indexes.open();
  }

  @Override
  public @Nullable CodedRows codedRows(int fieldId) {
    SourceCodes known = codes;
    return known == null ? null : known.of(fieldId);
  }

  /**
   * Returns what walks the graph of the vector column with this field id, or {@code null} while
   * there is none.
   */
  public @Nullable HnswSearcher graph(int fieldId) {
    return graphs.searcher(fieldId);
  }

  @Override
  public @Nullable VectorIndex vectorIndex(int fieldId) {
    return graph(fieldId);
  }

  /** Returns whether any vector column has a graph. */
  public boolean hasGraphs() {
    return graphs.hasAny();
  }

  /**
   * Returns what recall that graph reaches with which breadth of search, or {@code null} while
   * nobody has measured it.
   */
  public @Nullable EfCalibration calibration(int fieldId) {
    return graphs.calibration(fieldId);
  }

  /** Returns whether there is a file with an index of the rows' text. */
  boolean hasTextFile() {
    return texts.hasFile();
  }

  @Override
  TextLeaf text(TextFields fields, RecordBatch visible) {
    return TextColumns.alike(TextColumns.of(schema), fields.columns())
        ? texts.leaf(fields, visible)
        : new MemoryText(fields).view(RowTexts.of(visible, fields.columns()));
  }

  @Override
  public ColumnIndexes indexes() {
    return indexes;
  }

  /** Takes a scalar index out of use; whoever is asking it may go on. */
  public void detach(Kind kind, int fieldId) {
    indexes.detach(kind, fieldId);
  }

  /**
   * Returns whether there is a file of this kind, for this field or 0, that is not known to be
   * damaged.
   */
  public boolean hasIndex(Kind kind, int fieldId) {
    return indexes.has(kind, fieldId);
  }

  @Override
  public @Nullable KeyTable keys() {
    return keys == null ? null : keys.table();
  }

  @Override
  public @Nullable KeyTable keysForWriting() {
    return keys == null ? null : keys.forWriting();
  }

  /** Returns all rows; {@code dead} says which of them have died. */
  public SourceView view(DeadRows dead) {
    return new SourceView(this, rows, columns.rowIds(), columns.versions(), keyReader, dead);
  }

  /**
   * Returns all rows with the columns of an older version, or {@code null} when one of them is not
   * here: then no row is that old.
   */
  @Nullable RecordBatch rowsUnder(Schema older) {
    return columns.under(older);
  }

  /** Returns the column with this field id, also one that only older versions have. */
  public @Nullable Column column(int fieldId) {
    return columns.all().get(fieldId);
  }

  /**
   * Returns the rows that have a value in a column of this segment in which some have none, read at
   * the first call alone.
   */
  PresentRows present(int fieldId, Column column) {
    PresentRows known = present.get(fieldId);
    return known != null ? known : present.computeIfAbsent(fieldId, _ -> PresentRows.of(column));
  }

  /** Returns whether these are all rows with the table's newest columns: what indexes speak of. */
  boolean owns(RecordBatch some) {
    return some == rows;
  }

  /** Returns whether {@link #copyToHeap} would copy something. */
  public boolean wantsHeap(HeapBudget budget) {
    return graphs.wantHeap(budget);
  }

  /** Copies what searches read most to the heap, as far as {@code budget} has room. */
  public void copyToHeap(HeapBudget budget) {
    graphs.copyToHeap(budget);
  }

  @Override
  void free() {
    graphs.leaveHeap();
    SourceCodes known = codes;
    if (known != null) {
      known.leaveHeap();
    }
    texts.close();
    arena.close();
  }

  /** Apart, so that opening a table does not look for a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(Segment.class);
  }
}
