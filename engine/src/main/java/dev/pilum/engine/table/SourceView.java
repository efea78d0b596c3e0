package dev.pilum.engine.table;

import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextPart;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.segment.Deaths;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source as of one version. Rows are found by ordinal, 0 to {@code rows.rowCount()
 * - 1}; row ids rise with ordinals.
 *
 * @param source who owns the memory
 * @param rows the table's columns
 * @param rowIds the row ids
 * @param versions the birth versions
 * @param keys the key column, or {@code null} when the table has no key
 * @param dead rows that are deleted or replaced
 */
public record SourceView(
    Source source,
    RecordBatch rows,
    Column rowIds,
    Column versions,
    @Nullable KeyReader keys,
    DeadRows dead) {
  /** Returns how many rows there are, dead ones included. */
  public int rowCount() {
    return rows.rowCount();
  }

  /** Returns how many rows are alive. */
  public int liveCount() {
    return rowCount() - dead.count();
  }

  /**
   * Returns the rows, dead or alive, that have a value in the column at this place; {@code null}
   * when all have.
   */
  public @Nullable PresentRows present(int column) {
    Column values = rows.column(column);
    if (values.validity() == null) {
      return null;
    }
    return source instanceof Segment segment
        ? segment.present(rows.fields().get(column).id(), values)
        : PresentRows.of(values);
  }

  /** Returns the same rows with other dead ones. */
  public SourceView withDead(DeadRows changed) {
    return changed == dead ? this : new SourceView(source, rows, rowIds, versions, keys, changed);
  }

  /** Returns the rows as they were at an older version, which is kept. */
  public SourceView asOf(long version) {
    return withDead(dead.asOf(version, bornUpTo(version), rowCount()));
  }

  /**
   * Returns the rows as they were at an older version, which is kept and had other columns; {@code
   * null} when none of them was there.
   */
  @Nullable SourceView asOf(long version, Schema older) {
    RecordBatch then = source instanceof Segment segment ? segment.rowsUnder(older) : null;
    if (then == null) {
      assert bornUpTo(version) == 0 : "rows without a column of their time";
      return null;
    }
    String key = older.key();
    KeyReader reader = key == null ? null : KeyReader.of(then.column(older.indexOf(key)));
    return new SourceView(source, then, rowIds, versions, reader, dead).asOf(version);
  }

  /** Returns what is known of the columns beside the columns, if they are the newest ones. */
  public ColumnIndexes indexes() {
    return source instanceof Segment segment && segment.owns(rows)
        ? segment.indexes()
        : ColumnIndexes.NONE;
  }

  /** Returns the same rows, with those alone dead that no version that is kept shows. */
  public SourceView kept(VersionHistory history) {
    Deaths deaths = dead.deaths();
    if (deaths.count() == 0 || !history.notesDeaths()) {
      return this;
    }
    NavigableSet<Long> tagged = history.tagged();
    DeadRows.Builder gone = dead.toBuilder();
    for (int i = 0; i < deaths.count(); i++) {
      int ordinal = deaths.ordinal(i);
      if (history.needs(versions.longAt(ordinal), deaths.version(i), tagged)) {
        gone.remove(ordinal);
      }
    }
    return withDead(gone.build());
  }

  /** Returns how many rows, the first ones, were written at {@code version} or before. */
  public int bornUpTo(long version) {
    int low = 0;
    int high = rowCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions.longAt(middle) <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns the ordinal of the first row whose id is above {@code rowId}, else how many there are.
   */
  public int firstAfter(long rowId) {
    int low = 0;
    int high = rowCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rowIds.longAt(middle) <= rowId) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns whether the text of the rows is searched through a file. */
  public boolean textInFile() {
    return source instanceof Segment segment && segment.hasTextFile();
  }

  /** Returns whether there is an index of the rows' text, so that nobody need analyse all of it. */
  public boolean hasTextIndex() {
    return switch (source) {
      case Memtable memtable -> memtable.isTextSearched();
      case Segment segment -> segment.hasTextFile();
    };
  }

  /**
   * Returns how many rows {@link #getReady} would do something for; 0 where nobody has searched.
   */
  public int unreadyRows() {
    return source instanceof Memtable memtable
        ? Math.max(memtable.unindexedTexts(rowCount()), memtable.uncodedVectors(rowCount()))
        : 0;
  }

  /** Indexes the text and codes the vectors of rows in memory, where somebody searches them. */
  public void getReady() {
    if (source instanceof Memtable memtable) {
      memtable.indexText(rows);
      memtable.codeVectors(rows);
    }
  }

  /** Returns an index of the text of the rows, with those that are alive. */
  public TextPart text(TextFields fields) {
    return new TextPart(
        source.text(fields, rows), dead.count() == 0 ? null : new AliveRows(dead, liveCount()));
  }

  /** Returns the ordinal of the live row with this key, or -1. */
  public int findLive(long hash, byte[] key) {
    KeyTable table = source.keys();
    KeyReader reader = keys;
    assert table != null && reader != null : "the table has no key";
    for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
      int ordinal = table.ordinal(at);
      if (ordinal < rowCount() && !dead.contains(ordinal) && reader.equalsAt(ordinal, key)) {
        return ordinal;
      }
    }
    return -1;
  }

  /**
   * Returns the ordinal of the row with this id, dead or alive, or -1 when it is not here. Ids rise
   * by at least one from row to row: that bounds the ordinal from both ends, and names it at once
   * where no id between is missing.
   */
  public int ordinalOf(long rowId) {
    int last = rowCount() - 1;
    if (last < 0 || rowId < rowIds.longAt(0) || rowId > rowIds.longAt(last)) {
      return -1;
    }
    int low = (int) Math.max(0, last - (rowIds.longAt(last) - rowId));
    int high = (int) Math.min(last, rowId - rowIds.longAt(0));
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = rowIds.longAt(middle);
      if (found == rowId) {
        return middle;
      }
      if (found < rowId) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
