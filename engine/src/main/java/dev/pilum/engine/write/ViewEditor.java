package dev.pilum.engine.write;

import dev.pilum.WriteResult;
import dev.pilum.engine.keys.KeyIndex;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.keys.MemoryKeyTable;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Commits of one group are applied here before the log is forced, and seen by nobody until the view that {@link #toView} makes is
 * published after it. Should the force fail, the editor is dropped: the rows it appended to the memtable lie behind the row count of
 * every published view, and the table takes no more writes.
 *
 * Replaying the log goes through here too. A removal may then name a row that is gone already, because a merge dropped it after the
 * row had died: passing over it is right, for it is as dead as it should be.
 */
/**
 * Changes to a view that are not published yet. One thread at a time: the commit leader, or
 * recovery.
 */
final class ViewEditor {
  private final TableView base;
  private final Memtable memtable;
  private final KeyIndex index;
  private final int last;
  private final DeadRows.@Nullable Builder[] dead;
  private final int keyIndex;
  private final boolean notesDeaths;
  private final List<CommitRecord> applied = new ArrayList<>();

  /** The memtable's rows up to some commit; {@link #memtableView} brings it up to date. */
  private SourceView newest;

  private long nextRowId;
  private long version;

  /**
   * Starts with {@code base}, whose last source is {@code memtable}; {@code index} says where rows
   * of {@code base} may be.
   *
   * @param notesDeaths whether to note at which versions rows die, so that older ones can be read
   */
  ViewEditor(TableView base, Memtable memtable, KeyIndex index, boolean notesDeaths) {
    this.base = base;
    this.memtable = memtable;
    this.index = index;
    this.notesDeaths = notesDeaths;
    this.last = base.sources().size() - 1;
    this.dead = new DeadRows.Builder[base.sources().size()];
    this.keyIndex = base.schema().key() == null ? -1 : base.schema().indexOf(base.schema().key());
    this.newest = base.sources().get(last);
    this.nextRowId = base.nextRowId();
    this.version = base.version();
    assert newest.source() == memtable && newest.rowCount() == memtable.rowCount()
        : "the memtable is the last source, all of it seen";
  }

  Schema schema() {
    return base.schema();
  }

  /** Returns the newest commit applied so far. */
  long version() {
    return version;
  }

  long nextRowId() {
    return nextRowId;
  }

  /** Returns the commits applied so far. */
  List<CommitRecord> applied() {
    return applied;
  }

  /**
   * Returns what the table looks like with all that has been applied so far; the caller releases
   * it.
   */
  TableView toView() {
    List<SourceView> sources = new ArrayList<>(base.sources());
    for (int i = 0; i < last; i++) {
      sources.set(i, sources.get(i).withDead(deadRows(i)));
    }
    sources.set(last, memtableView().withDead(deadRows(last)));
    return new TableView(version, nextRowId, base.schema(), sources);
  }

  /**
   * Applies one commit.
   *
   * @param commit what to do
   * @param newVersion its version, above that of every commit before
   */
  WriteResult apply(Commit commit, long newVersion) {
    assert newVersion > version : newVersion + " after " + version;
    version = newVersion;
    long removed = 0;
    for (long rowId : commit.removedRowIds()) {
      removed += remove(rowId) ? 1 : 0;
    }
    RecordBatch rows = commit.rows();
    if (rows != null) {
      assert commit.firstRowId() >= nextRowId : commit.firstRowId() + " below " + nextRowId;
      removed += append(rows, commit);
    }
    long written = rows == null ? 0 : rows.rowCount();
    applied.add(new CommitRecord(newVersion, commit.timeMillis(), written, removed));
    return new WriteResult(newVersion, written, removed);
  }

  /**
   * Returns the first row of {@code rows}, whose hashes are given, whose key is taken by a live
   * row, or -1.
   */
  int firstTaken(KeyReader rows, long[] hashes) {
    for (int row = 0; row < rows.length(); row++) {
      if (findLive(rows, row, hashes[row]) >= 0) {
        return row;
      }
    }
    return -1;
  }

  /** Returns the row id of the live row with the key of {@code keys} at {@code row}, or -1. */
  long liveRowId(KeyReader keys, int row) {
    long place = findLive(keys, row, keys.hashAt(row));
    if (place < 0) {
      return -1;
    }
    int source = (int) (place >>> Integer.SIZE);
    return source(source).rowIds().longAt((int) place);
  }

  /** Appends rows and returns how many others they replaced. */
  private int append(RecordBatch rows, Commit commit) {
    memtable.append(rows, commit.firstRowId(), version);
    nextRowId = commit.firstRowId() + rows.rowCount();
    MemoryKeyTable keys = memtable.keys();
    if (keys == null) {
      return 0;
    }
    KeyReader reader = KeyReader.of(rows.column(keyIndex));
    keys.reserve(rows.rowCount());
    int replaced = 0;
    for (int row = 0; row < rows.rowCount(); row++) {
      long hash = reader.hashAt(row);
      if (commit.kind() == Commit.Kind.REPLACING) {
        replaced += kill(findLive(reader, row, hash)) ? 1 : 0;
      }
      keys.put(hash);
    }
    return replaced;
  }

  /**
   * Returns the place (source, ordinal) of the live row with this key, or -1. The index does not
   * know the rows applied here.
   */
  private long findLive(KeyReader keys, int row, long hash) {
    int unflushed = findLiveIn(last, keys, row, hash);
    if (unflushed >= 0) {
      return KeyLookup.place(last, unflushed);
    }
    long rowId = index.rowIdOf(keys, row, base.version());
    if (rowId == KeyIndex.ABSENT) {
      return -1;
    }
    long place = rowId < 0 ? -1 : liveAt(rowId, keys, row);
    return place < 0 ? findLiveFlushed(keys, row, hash) : place;
  }

  /** Asks all sources but the memtable, newest first. */
  private long findLiveFlushed(KeyReader keys, int row, long hash) {
    for (int i = last - 1; i >= 0; i--) {
      int ordinal = findLiveIn(i, keys, row, hash);
      if (ordinal >= 0) {
        return KeyLookup.place(i, ordinal);
      }
    }
    return -1;
  }

  /** Returns the place of the row with this id, if it is alive and has the key, or -1. */
  private long liveAt(long rowId, KeyReader keys, int row) {
    for (int i = last; i >= 0; i--) {
      int ordinal = source(i).ordinalOf(rowId);
      if (ordinal >= 0) {
        KeyReader reader = source(i).keys();
        assert reader != null : "the table has no key";
        return !isDead(i, ordinal) && reader.equalsAt(ordinal, keys, row)
            ? KeyLookup.place(i, ordinal)
            : -1;
      }
    }
    return -1;
  }

  private int findLiveIn(int source, KeyReader keys, int row, long hash) {
    KeyTable table = base.sources().get(source).source().keysForWriting();
    assert table != null : "the table has no key";
    for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
      int ordinal = table.ordinal(at);
      if (!isDead(source, ordinal) && readerOf(source, ordinal).equalsAt(ordinal, keys, row)) {
        return ordinal;
      }
    }
    return -1;
  }

  private KeyReader readerOf(int source, int ordinal) {
    boolean seen = source == last && ordinal < newest.rowCount();
    KeyReader reader = (seen ? newest : source(source)).keys();
    assert reader != null : "the table has no key";
    return reader;
  }

  private boolean remove(long rowId) {
    for (int i = last; i >= 0; i--) {
      int ordinal = source(i).ordinalOf(rowId);
      if (ordinal >= 0) {
        return kill(i, ordinal);
      }
    }
    return false;
  }

  /**
   * Returns a source's rows, those of the memtable with all that has been appended so far. Its dead
   * rows are kept here.
   */
  private SourceView source(int index) {
    return index == last ? memtableView() : base.sources().get(index);
  }

  /** Made when it is needed: most of the single upserts of a replay meet no row of theirs. */
  private SourceView memtableView() {
    if (newest.rowCount() < memtable.rowCount()) {
      newest = memtable.view(DeadRows.NONE);
    }
    return newest;
  }

  private boolean kill(long place) {
    return place >= 0 && kill((int) (place >>> Integer.SIZE), (int) place);
  }

  private boolean kill(int source, int ordinal) {
    DeadRows.Builder rows = builder(source);
    return notesDeaths ? rows.add(ordinal, version) : rows.add(ordinal);
  }

  private boolean isDead(int source, int ordinal) {
    DeadRows.Builder changed = dead[source];
    return changed == null
        ? base.sources().get(source).dead().contains(ordinal)
        : changed.contains(ordinal);
  }

  private DeadRows deadRows(int source) {
    DeadRows.Builder changed = dead[source];
    return changed == null ? base.sources().get(source).dead() : changed.build();
  }

  private DeadRows.Builder builder(int source) {
    DeadRows.Builder changed = dead[source];
    if (changed == null) {
      changed = base.sources().get(source).dead().toBuilder();
      dead[source] = changed;
    }
    return changed;
  }
}
