package dev.pilum.engine.write;

import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.engine.text.RowTexts;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.SchemaHistory;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeadRows;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * New columns are computed segment by segment while writers go on; no merge is under way meanwhile, so that segments stay. Then writers
 * are held: what they have written since is flushed and gets its columns too, a commit without rows takes the version that the change
 * is, and a manifest names the new columns and files. The log behind that manifest is empty, so no record is ever read with other columns
 * than it was written with. Before the manifest is durable a crash leaves the old columns, at most with one version more that
 * changed nothing; after it the new ones.
 *
 * The values come from the caller's code, which may refuse: until the last flush is done and all values are there nothing has been
 * changed, and the files made so far are deleted.
 */
/**
 * Changes the columns of a table, one change at a time.
 *
 * <p>Safe for use by many threads.
 */
public final class SchemaUpkeep {
  /** Rounds of computing beside writers; what comes after the last is computed while they wait. */
  private static final int ROUNDS = 3;

  private final TableFolder folder;
  private final ViewHolder views;
  private final CommitPipeline pipeline;
  private final ManifestLog manifests;
  private final TableHistory history;
  private final Upkeep upkeep;
  private final Merges merges;

  SchemaUpkeep(
      TableFolder folder,
      ViewHolder views,
      CommitPipeline pipeline,
      ManifestLog manifests,
      TableHistory history,
      Upkeep upkeep,
      Merges merges) {
    this.folder = folder;
    this.views = views;
    this.pipeline = pipeline;
    this.manifests = manifests;
    this.history = history;
    this.upkeep = upkeep;
    this.merges = merges;
  }

  /**
   * Changes the columns; returns the version that this is, once it is durable and visible.
   *
   * @param decide gets the columns and what is known of earlier ones, and may refuse
   */
  public long change(
      BiFunction<Schema, SchemaHistory, SchemaChange> decide, SchemaChange.Progress progress) {
    AtomicLong version = new AtomicLong();
    merges.alone(() -> {
      Schema before = views.newest().schema();
      SchemaChange change = decide.apply(before, history.now().schemas());
      version.set(new Run(change, before, progress).finish());
    });
    upkeep.request();
    return version.get();
  }

  /** One change under way. */
  private final class Run {
    private final SchemaChange change;
    private final SchemaChange.Progress progress;
    private final List<TextColumn> texts;
    private final boolean textsChange;
    private final Map<Long, List<FileMeta>> made = new HashMap<>();
    private long done;

    Run(SchemaChange change, Schema before, SchemaChange.Progress progress) {
      this.change = change;
      this.progress = progress;
      this.texts = TextColumns.of(change.schema());
      this.textsChange = !TextColumns.alike(TextColumns.of(before), texts);
    }

    long finish() {
      try {
        for (int round = 0; writesFiles() && round < ROUNDS && makeMissing(); round++) {
          upkeep.exclusively(upkeep::flushNow);
        }
        AtomicLong version = new AtomicLong();
        upkeep.whileFilesStay(() -> {
          upkeep.refuseIfClosing();
          pipeline.exclusively(() -> {
            upkeep.guarded(upkeep::flushNow);
            makeMissing();
            TableView now = views.newest();
            Change.Edit edit = change.rows() == null ? null : change.rows().of(now);
            upkeep.guarded(() -> version.set(publish(now, edit)));
          });
        });
        return version.get();
      } catch (RuntimeException | Error e) {
        if (!pipeline.isBroken()) { // else recovery finds out which of them are named
          made.values().forEach(files -> files.forEach(f -> folder.deleteUnneeded(f.path())));
        }
        throw e;
      }
    }

    private boolean writesFiles() {
      return !change.columns().isEmpty() || (textsChange && !texts.isEmpty());
    }

    /** Returns whether any segment lacked its files. */
    private boolean makeMissing() {
      TableView view = views.acquire();
      try {
        boolean any = false;
        for (SourceView source : view.sources()) {
          if (source.source() instanceof Segment segment && !made.containsKey(segment.id())) {
            List<FileMeta> files = new ArrayList<>();
            made.put(segment.id(), files);
            make(source, segment, view.liveCount(), files);
            any = true;
          }
        }
        return any;
      } finally {
        view.release();
      }
    }

    /** Adds files to {@code files} as they are made. */
    private void make(SourceView source, Segment segment, long total, List<FileMeta> files) {
      if (!writesFiles()) {
        return;
      }
      segment.checkForCopying();
      try (Arena arena = Arena.ofConfined()) {
        Map<Integer, Column> columns = new HashMap<>();
        for (SchemaChange.NewColumn wanted : change.columns()) {
          if (segment.column(wanted.field().id()) != null) {
            continue; // it was dropped once and comes back
          }
          Column column =
              new ColumnFill(source, wanted)
                  .column(Allocator.in(arena), rows -> progressed(rows, total));
          columns.put(wanted.field().id(), column);
          Field field = wanted.field().withNullable(column.validity() != null);
          files.add(SegmentWriter.writeColumn(folder, field, column));
        }
        if (textsChange && !texts.isEmpty()) {
          RowTexts rows = RowTexts.of(textRows(source, segment, columns), texts);
          files.add(SegmentWriter.writeText(folder, texts, rows));
        }
      }
    }

    private void progressed(int rows, long total) {
      upkeep.refuseIfClosing();
      done += rows;
      long columns = Math.max(1, change.columns().size());
      progress.rowsDone(Math.min(done / columns, total), total);
    }

    private RecordBatch textRows(SourceView source, Segment segment, Map<Integer, Column> added) {
      List<Field> fields = new ArrayList<>();
      List<Column> columns = new ArrayList<>();
      for (Field field : change.schema().fields()) {
        Column column = added.get(field.id());
        Column known = column == null ? segment.column(field.id()) : column;
        if (field.textAnalysis() != null && known != null) {
          fields.add(field);
          columns.add(known);
        }
      }
      return new RecordBatch(fields, source.rowCount(), columns);
    }

    private long publish(TableView now, Change.@Nullable Edit edit) {
      boolean notesDeaths = history.now().notesDeaths();
      SchemaHistory.Earlier before = new SchemaHistory.Earlier(now.version(), now.schema());
      history.setSchemas(history.now().schemas().with(before, change.nextFieldId()));
      List<Field> retired = history.now().schemas().retired(change.schema());
      try (MovedRows rows = new MovedRows(now, change.schema(), edit, notesDeaths)) {
        List<IndexDefinition> indexes = successors();
        List<SegmentMeta> segments = new ArrayList<>();
        for (SegmentMeta segment : manifests.newest().segments()) {
          segments.add(changed(segment, retired));
        }
        rows.write(folder, segments, indexes);
        folder.forceNames();
        CommitRecord commit = pipeline.logChangeOfColumns(rows.written(), rows.removed());
        manifests.write(
            change.schema(),
            commit.version(),
            rows.nextRowId(),
            pipeline.logEpoch(),
            segments,
            indexes);
        show(commit.version(), segments, rows);
        return commit.version();
      }
    }

    private SegmentMeta changed(SegmentMeta segment, List<Field> retired) {
      SegmentMeta changed = segment;
      for (FileMeta file : segment.files()) {
        if (!stays(file, retired)) {
          changed = changed.without(file.kind(), file.fieldId());
        }
      }
      for (FileMeta file : made.getOrDefault(segment.id(), List.of())) {
        changed = changed.with(file);
      }
      return changed;
    }

    /** Files of columns stay that the table has, or a version that can be read. */
    private boolean stays(FileMeta file, List<Field> retired) {
      return switch (file.kind()) {
        case SCALARS, DELETES, KEYS -> true;
        case VECTOR ->
            isColumn(file.fieldId())
                || retired.stream().anyMatch(field -> field.id() == file.fieldId());
        case GRAPH, CALIBRATION, ORDERED, BITMAP, LABELS -> isColumn(file.fieldId());
        case TEXT -> !textsChange;
        case ZONES -> change.columns().isEmpty();
      };
    }

    private boolean isColumn(int fieldId) {
      return change.schema().withId(fieldId) != null;
    }

    /** Returns the indexes that there were, of columns that there are. */
    private List<IndexDefinition> successors() {
      List<IndexDefinition> indexes = new ArrayList<>();
      for (IndexDefinition index : manifests.newest().indexes()) {
        int fieldId = change.successors().getOrDefault(index.fieldId(), index.fieldId());
        Field field = change.schema().withId(fieldId);
        if (field != null && index.kind().fits(field.type())) {
          indexes.add(new IndexDefinition(fieldId, index.kind()));
        }
      }
      return indexes;
    }

    private void show(long version, List<SegmentMeta> segments, MovedRows rows) {
      Memtable empty = new Memtable(change.schema());
      List<SourceView> sources = new ArrayList<>();
      @Nullable TableView next = null;
      try {
        for (SegmentMeta meta : segments) {
          Segment segment = Segment.open(folder.files(), folder.root(), change.schema(), meta);
          sources.add(rows.in(segment, sources.size()));
        }
        sources.add(empty.view(DeadRows.NONE));
        next = new TableView(version, rows.nextRowId(), change.schema(), sources);
      } catch (PilumException e) {
        empty.release();
        throw e;
      } finally {
        sources.stream().filter(s -> s.source() != empty).forEach(s -> s.source().release());
      }
      TableView after = rows.after();
      try {
        pipeline.publish(next, empty, after);
      } finally {
        after.release();
      }
    }
  }
}
