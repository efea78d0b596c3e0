package dev.pilum.engine.table;

import dev.pilum.engine.text.RowTexts;
import dev.pilum.fts.index.MemoryText;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextLeaf;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.MemoryKeyTable;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows, in native memory, laid out as a segment is. Rows are only appended; that one of
 * them has died is kept by the views. One thread at a time appends, readers go by the views that
 * {@link #view} made before.
 */
public final class Memtable extends Source {
  /** A key table for 1,000 rows takes 12 KiB; it grows by itself. */
  private static final int EXPECTED_ROWS = 1_000;

  private final Arena arena = Arena.ofShared();
  private final Schema schema;
  private final int keyIndex;
  private final List<ColumnBuilder> columns;
  private final ColumnBuilder rowIds;
  private final ColumnBuilder versions;
  private final @Nullable MemoryKeyTable keys;
  private final AtomicReference<@Nullable MemoryText> text = new AtomicReference<>();
  private final Map<Integer, VectorIndex> indexes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable SourceCodes> codes = new AtomicReference<>();

  /** Makes an empty memtable. */
  public Memtable(Schema schema) {
    Allocator allocator = Allocator.in(arena);
    this.schema = schema;
    this.keyIndex = schema.key() == null ? -1 : schema.indexOf(schema.key());
    this.columns = new ArrayList<>(schema.fields().size());
    for (Field field : schema.fields()) {
      columns.add(ColumnBuilder.of(field.type(), allocator));
    }
    this.rowIds = ColumnBuilder.of(OwnColumns.ROW_ID.type(), allocator);
    this.versions = ColumnBuilder.of(OwnColumns.VERSION.type(), allocator);
    this.keys = keyIndex < 0 ? null : new MemoryKeyTable(allocator, EXPECTED_ROWS);
  }

  /** Returns how many rows there are. */
  public int rowCount() {
    return rowIds.length();
  }

  /**
   * Returns what finds vectors of the column with this field id, as far as they are known to it, or
   * {@code null} while there is nothing.
   */
  @Override
  public @Nullable VectorIndex vectorIndex(int fieldId) {
    return indexes.get(fieldId);
  }

  /**
   * Returns what {@link #vectorIndex} does, now and later: without the memtable, whose rows and
   * texts it does not keep.
   */
  public IntFunction<@Nullable VectorIndex> vectorIndexes() {
    Map<Integer, VectorIndex> known = indexes;
    return known::get;
  }

  /** Has searches use an index of more rows than the one before. */
  public void attach(int fieldId, VectorIndex index) {
    indexes.put(fieldId, index);
  }

  @Override
  public @Nullable CodedRows codedRows(int fieldId) {
    SourceCodes known = codes.get();
    return known == null ? null : known.of(fieldId);
  }

  /** Returns how many bytes the rows take, index aside. */
  public long sizeBytes() {
    long bytes = 0;
    for (ColumnBuilder column : columns) {
      bytes += column.sizeBytes();
    }
    return bytes + rowIds.sizeBytes() + versions.sizeBytes();
  }

  @Override
  public @Nullable MemoryKeyTable keys() {
    return keys;
  }

  /**
   * Appends rows without telling the key table of them.
   *
   * @param rows columns of the table's schema
   * @param firstRowId the id of the first row; the others follow
   * @param version the commit that writes them
   */
  public void append(RecordBatch rows, long firstRowId, long version) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).appendRange(rows.column(i), 0, rows.rowCount());
    }
    rowIds.appendSequence(firstRowId, 1, rows.rowCount());
    versions.appendSequence(version, 0, rows.rowCount());
  }

  /** Returns all rows so far; {@code dead} says which of them have died. */
  public SourceView view(DeadRows dead) {
    List<Column> views = new ArrayList<>(columns.size());
    for (ColumnBuilder column : columns) {
      views.add(column.view());
    }
    RecordBatch rows = new RecordBatch(schema.fields(), rowCount(), views);
    KeyReader reader = keyIndex < 0 ? null : KeyReader.of(views.get(keyIndex));
    return new SourceView(this, rows, rowIds.view(), versions.view(), reader, dead);
  }

  /**
   * Gets rows ready for searches from the first one on if {@code before} did: who has searched will
   * again.
   */
  public void readyLike(Memtable before) {
    MemoryText index = before.text.get();
    if (index != null) {
      text.set(index.empty());
    }
    SourceCodes coded = before.codes.get();
    if (coded != null) {
      codes.set(coded.emptyFor(schema));
    }
  }

  /** Returns whether vectors would be coded if {@link #codeWithin} were called. */
  public boolean wantsCodes(HeapBudget budget) {
    return codes.get() == null && SourceCodes.help(schema) && budget.limitBytes() > 0;
  }

  /** Has vectors coded from now on, as far as {@code budget} has room. */
  public void codeWithin(HeapBudget budget) {
    if (wantsCodes(budget)) {
      codes.compareAndSet(null, new SourceCodes(schema, budget));
    }
  }

  @Override
  @Nullable SourceCodes codes() {
    return codes.get();
  }

  int uncodedVectors(int rowCount) {
    SourceCodes known = codes.get();
    return known == null ? 0 : known.uncoded(rowCount);
  }

  void codeVectors(RecordBatch visible) {
    SourceCodes known = codes.get();
    if (known != null) {
      known.growTo(visible);
    }
  }

  @Override
  boolean isTextSearched() {
    return text.get() != null;
  }

  int unindexedTexts(int rowCount) {
    MemoryText index = text.get();
    return index == null ? 0 : Math.max(0, rowCount - index.rowCount());
  }

  void indexText(RecordBatch visible) {
    MemoryText index = text.get();
    if (index != null) {
      index.growTo(RowTexts.of(visible, index.columns()));
    }
  }

  /** Indexes the rows that are not yet; those who never search text never pay. */
  @Override
  TextLeaf text(TextFields fields, RecordBatch visible) {
    MemoryText index = text.get();
    if (index == null) {
      MemoryText made = new MemoryText(fields);
      MemoryText before = text.compareAndExchange(null, made);
      index = before == null ? made : before;
    }
    return index.view(RowTexts.of(visible, fields.columns()));
  }

  @Override
  void free() {
    SourceCodes known = codes.get();
    if (known != null) {
      known.leaveHeap();
    }
    arena.close();
  }
}
