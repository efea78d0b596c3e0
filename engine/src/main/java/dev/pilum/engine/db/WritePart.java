package dev.pilum.engine.db;

import dev.pilum.RejectedVectors;
import dev.pilum.WriteReport;
import dev.pilum.WriteResult;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.VectorScreen;
import dev.pilum.engine.row.BatchCheck;
import dev.pilum.engine.row.KeyValues;
import dev.pilum.engine.row.RowCut;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Schema;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The order: vectors that were brought are looked at, rows known to be duplicates are left out, what has no vector gets one, which is looked
 * at too, and then, while nobody else commits, duplicates are sought for good. All the time rows keep the caller's numbers.
 */
/** One commit of a {@link PlannedWrite}. Once; one thread. */
final class WritePart {
  private final TableStore store;
  private final Schema schema;
  private final Embedder embedder;
  private final Manner manner;
  private final @Nullable DuplicateRule rule;
  private final @Nullable VectorScreen screen;
  private long skipped;

  /** How rows are written. */
  enum Manner {
    /** They must have new keys. */
    ADD,
    /** They replace those with their keys. */
    UPSERT
  }

  WritePart(
      TableStore store,
      Schema schema,
      Embedder embedder,
      Manner manner,
      @Nullable DuplicateRule rule,
      @Nullable RejectedVectors rejected) {
    this.store = store;
    this.schema = schema;
    this.embedder = embedder;
    this.manner = manner;
    this.rule = rule;
    this.screen = rejected == null ? null : new VectorScreen(rejected);
    if (manner == Manner.UPSERT) {
      KeyValues.field(schema);
    }
  }

  /** Writes rows. */
  WriteReport commit(List<? extends Map<String, ?>> rows) {
    return commitChecked(
        RowWriter.batch(schema, screen == null ? rows : screen.passed(schema, rows)));
  }

  /** Writes rows whose values nobody has checked. */
  WriteReport commit(RecordBatch rows) {
    return commitChecked(
        BatchCheck.conform(schema, screen == null ? rows : screen.passed(schema, rows)));
  }

  private WriteReport commitChecked(RecordBatch rows) {
    BitSet gone = gone();
    RecordBatch filled = embedder.fill(rows, rule == null ? gone : known(rule, rows, gone), screen);
    gone = gone();
    WriteResult result =
        rule == null ? commitOf(RowCut.without(filled, gone)) : commitOf(filled, gone, rule);
    return new WriteReport(
        result.version(),
        result.rowsWritten() + result.rowsRemoved() == 0 ? 0 : 1,
        result.rowsWritten(),
        result.rowsRemoved(),
        skipped,
        screen == null ? 0 : screen.dropped().cardinality(),
        screen == null ? 0 : screen.vectorsNulled());
  }

  /** Returns the rows that are dropped so far. */
  private BitSet gone() {
    return screen == null ? new BitSet() : (BitSet) screen.dropped().clone();
  }

  /** Returns the rows that need no vectors: those dropped, and those known to be duplicates. */
  private BitSet known(DuplicateRule duplicates, RecordBatch rows, BitSet gone) {
    TableView view = UnderSchema.acquire(store, schema);
    try {
      return compared(duplicates, rows, gone, view).gone();
    } finally {
      view.release();
    }
  }

  private WriteResult commitOf(RecordBatch rows) {
    return UnderSchema.commit(
        store,
        schema,
        switch (manner) {
          case ADD -> new Change.Add(rows);
          case UPSERT -> new Change.Upsert(rows);
        });
  }

  private WriteResult commitOf(RecordBatch rows, BitSet gone, DuplicateRule duplicates) {
    return UnderSchema.commit(
        store,
        schema,
        new Change.Decide(view -> {
          DuplicateRows compared = compared(duplicates, rows, gone, view);
          skipped = compared.skipped();
          return compared.edit(view);
        }));
  }

  private DuplicateRows compared(
      DuplicateRule duplicates, RecordBatch rows, BitSet gone, TableView view) {
    DuplicateRows compared =
        new DuplicateRows(duplicates, rows, gone, schema.key(), manner == Manner.UPSERT);
    compared.compareWith(view);
    return compared;
  }
}
