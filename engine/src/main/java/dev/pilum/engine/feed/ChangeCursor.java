package dev.pilum.engine.feed;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.RowChange;
import dev.pilum.RowChange.Kind;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Nothing was written down for this: a row says which version wrote it, a dead row which version killed it, as far back as versions are
 * kept. Order and numbers of the changes of a version come from row ids, which flushes and merges leave alone, so a position is one for
 * ever.
 *
 * Of the last change of each key, and of no other, it is true that the row that came is alive at the end; or that the row that went was
 * followed by no other of its key. Whoever breaks off and goes on later, up to a later version, hears again of every key that had
 * changed behind the place where it broke off: so it ends with the right rows, wherever that was.
 */
/** The changes of a view, read batch by batch. One thread at a time. */
public final class ChangeCursor implements ChangeReader {
  private final TableView view;
  private final VersionHistory history;
  private final ChangeMode mode;
  private final Runnable check;
  private ChangePosition position;
  private @Nullable VersionWalk walk;
  private @Nullable VersionRows current;
  private boolean closed;

  /**
   * Starts at a position.
   *
   * @param view keeps all changes since then; its reference is the cursor's from now on
   * @param history knows the commits since then
   * @param check run for every version; may throw to give a read up
   */
  public ChangeCursor(
      TableView view,
      VersionHistory history,
      ChangePosition start,
      ChangeMode mode,
      Runnable check) {
    this.view = view;
    this.history = history;
    this.position = start;
    this.mode = mode;
    this.check = check;
  }

  @Override
  public Schema schema() {
    return view.schema();
  }

  @Override
  public ChangePosition position() {
    return position;
  }

  @Override
  public long upTo() {
    return view.version();
  }

  @Override
  public ChangeBatch read(int maxChanges) {
    if (maxChanges < 1) {
      throw new InvalidRequest("a batch has at least 1 change, got " + maxChanges);
    }
    if (closed) {
      throw new Closed("these changes are closed; ask for them again");
    }
    boolean whole = false;
    try {
      ChangeBatch batch = next(maxChanges);
      position = batch.end();
      whole = true;
      return batch;
    } catch (RuntimeException | AssertionError e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      if (!whole) {
        walk = null; // the next one starts again where the last whole batch ended
      }
    }
  }

  private ChangeBatch next(int maxChanges) {
    List<RowChange> changes = new ArrayList<>();
    ChangePosition end = position;
    while (changes.size() < maxChanges) {
      VersionRows rows = rows();
      if (rows == null) {
        return batch(changes, ChangePosition.after(upTo()));
      }
      RowChange change = told(rows);
      if (change != null) {
        changes.add(change);
      }
      rows.advance();
      end = behind(rows);
    }
    return batch(changes, end);
  }

  private ChangeBatch batch(List<RowChange> changes, ChangePosition end) {
    return new ChangeBatch(changes, end, upTo());
  }

  private static ChangePosition behind(VersionRows rows) {
    return rows.index() < rows.count()
        ? new ChangePosition(rows.version() - 1, rows.index())
        : ChangePosition.after(rows.version());
  }

  /** Returns the rows of the version that is being read, or {@code null} when there is none. */
  private @Nullable VersionRows rows() {
    VersionWalk versions = walk;
    if (versions == null) {
      versions = new VersionWalk(view, position.version());
      walk = versions;
      current = taken(versions);
      if (current != null && current.version() == position.version() + 1) {
        skip(current, position.within());
      }
    }
    VersionRows rows = current;
    while (rows != null && rows.index() == rows.count()) {
      rows = taken(versions);
    }
    current = rows;
    return rows;
  }

  private static void skip(VersionRows rows, long changes) {
    while (rows.index() < Math.min(changes, rows.count())) {
      rows.advance();
    }
  }

  private @Nullable VersionRows taken(VersionWalk versions) {
    check.run();
    return versions.nextVersion() == VersionWalk.NO_VERSION ? null : versions.take();
  }

  /** Returns the change that the pointer is at, or {@code null} when it is passed over. */
  private @Nullable RowChange told(VersionRows rows) {
    SourceView source = view.sources().get(KeyLookup.source(rows.place()));
    int ordinal = KeyLookup.ordinal(rows.place());
    if (mode == ChangeMode.LAST_PER_KEY && !isLast(rows, source, ordinal)) {
      return null;
    }
    CommitRecord commit = history.commit(rows.version());
    assert commit != null : "the commits of kept versions are known";
    String key = view.schema().key();
    return new RowChange(
        rows.version(),
        Instant.ofEpochMilli(commit.timeMillis()),
        rows.index(),
        rows.index() + 1 == rows.count(),
        rows.kind(),
        source.rowIds().longAt(ordinal),
        key == null ? null : RowReader.value(source.rows().column(key), ordinal),
        rows.kind() == Kind.DELETE ? null : RowReader.row(source.rows(), ordinal));
  }

  private boolean isLast(VersionRows rows, SourceView source, int ordinal) {
    return switch (rows.kind()) {
      case INSERT, UPDATE -> !source.dead().contains(ordinal);
      case DELETE -> source.keys() == null || !comesBack(source.keys(), ordinal, rows.version());
    };
  }

  /** Returns whether a version after {@code version} wrote a row with this key. */
  private boolean comesBack(KeyReader keys, int row, long version) {
    long hash = keys.hashAt(row);
    for (SourceView source : view.sources().reversed()) {
      KeyTable table = source.source().keys();
      KeyReader reader = source.keys();
      assert table != null && reader != null : "the table has a key";
      for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
        int ordinal = table.ordinal(at);
        if (ordinal < source.rowCount()
            && source.versions().longAt(ordinal) > version
            && reader.equalsAt(ordinal, keys, row)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      view.release();
    }
  }
}
