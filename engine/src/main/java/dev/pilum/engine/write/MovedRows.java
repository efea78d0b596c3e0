package dev.pilum.engine.write;

import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that go and come by the same version that changes the columns. The log cannot tell of them,
 * for it is empty where columns change: those that come are a segment of their own, those that go
 * are in delete files, and the manifest names both. One thread, while nobody commits.
 */
final class MovedRows implements AutoCloseable {
  private final TableView now;
  private final Schema schema;
  private final long version;
  private final Memtable coming;
  private final List<DeadRows> dead = new ArrayList<>();
  private long removed;

  /**
   * Prepares.
   *
   * @param now the newest view, all of whose rows are in segments
   * @param schema the columns to come
   * @param edit what goes and comes, or {@code null} for nothing
   * @param notesDeaths whether to note at which versions rows die
   */
  MovedRows(TableView now, Schema schema, Change.@Nullable Edit edit, boolean notesDeaths) {
    this.now = now;
    this.schema = schema;
    this.version = now.version() + 1;
    this.coming = new Memtable(schema);
    if (edit != null && edit.rows().rowCount() > 0) {
      coming.append(edit.rows(), now.nextRowId(), version);
    }
    kill(edit == null ? new long[0] : edit.removedRowIds(), notesDeaths);
  }

  private void kill(long[] rowIds, boolean notesDeaths) {
    List<DeadRows.Builder> builders = new ArrayList<>();
    now.sources().forEach(source -> builders.add(source.dead().toBuilder()));
    for (long rowId : rowIds) {
      for (int i = 0; i < builders.size(); i++) {
        int ordinal = now.sources().get(i).ordinalOf(rowId);
        if (ordinal >= 0) {
          DeadRows.Builder rows = builders.get(i);
          removed += (notesDeaths ? rows.add(ordinal, version) : rows.add(ordinal)) ? 1 : 0;
        }
      }
    }
    builders.forEach(builder -> dead.add(builder.build()));
  }

  long written() {
    return coming.rowCount();
  }

  long removed() {
    return removed;
  }

  /** Returns the id of the next row behind those that come. */
  long nextRowId() {
    return now.nextRowId() + coming.rowCount();
  }

  /** Returns a segment of the newest view with the rows dead that go. */
  SourceView in(Segment segment, int source) {
    return segment.view(dead.get(source));
  }

  /**
   * Writes delete files and the segment of the rows that come; their names are the caller's to
   * force.
   *
   * @param segments those there are, with the columns to come; changed in place
   */
  void write(TableFolder folder, List<SegmentMeta> segments, List<IndexDefinition> indexes) {
    for (int i = 0; i < segments.size(); i++) {
      if (dead.get(i).count() != segments.get(i).deadCount()) {
        segments.set(i, Flushes.withDeletes(folder, segments.get(i), dead.get(i)));
      }
    }
    if (coming.rowCount() > 0) {
      List<SourceView> rows = List.of(coming.view(DeadRows.NONE));
      segments.add(new SegmentWriter(folder, schema, List.of(), indexes, rows).write());
    }
  }

  /**
   * Returns the newest view after the change as who follows keys wants to see it: with the same
   * sources, those that come in memory. The caller releases it.
   */
  TableView after() {
    int last = now.sources().size() - 1;
    List<SourceView> sources = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      sources.add(now.sources().get(i).withDead(dead.get(i)));
    }
    sources.add(coming.view(DeadRows.NONE));
    return new TableView(version, nextRowId(), schema, sources);
  }

  @Override
  public void close() {
    coming.release();
  }
}
