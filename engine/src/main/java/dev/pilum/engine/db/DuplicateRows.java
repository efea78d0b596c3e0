package dev.pilum.engine.db;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.row.RowCut;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.KeyDuplicates;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * First the rows are compared with each other, which leaves one row for each combination of values; then with those of the table. A row of
 * the table with the same key is no duplicate of the row that replaces it by an upsert.
 */
/** What becomes of the rows of one write under a {@link DuplicateRule}. Once; one thread. */
final class DuplicateRows {
  private final DuplicateRule rule;
  private final RecordBatch rows;
  private final BitSet gone;
  private final @Nullable KeyReader keys;
  private final boolean upserts;
  private final Map<List<Object>, Integer> rowOf = new HashMap<>();
  private final Set<Long> removed = new LinkedHashSet<>();
  private long skipped;

  /**
   * Compares the rows with each other.
   *
   * @param gone rows that are not written
   * @param keyColumn the table's key, or {@code null}
   * @param upserts whether rows replace those with their keys
   * @throws InvalidRequest when there are duplicates and the policy says so
   */
  DuplicateRows(
      DuplicateRule rule,
      RecordBatch rows,
      BitSet gone,
      @Nullable String keyColumn,
      boolean upserts) {
    this.rule = rule;
    this.rows = rows;
    this.gone = (BitSet) gone.clone();
    this.keys = keyColumn == null ? null : KeyReader.of(rows.column(keyColumn));
    this.upserts = upserts;
    for (int row = 0; row < rows.rowCount(); row++) {
      if (!gone.get(row)) {
        compare(row);
      }
    }
  }

  private void compare(int row) {
    List<Object> values = rule.values(rows, row);
    Integer earlier = values == null ? null : rowOf.putIfAbsent(values, row);
    if (values != null && earlier != null) {
      switch (rule.policy()) {
        case SKIP -> skip(row);
        case REPLACE -> {
          skip(earlier);
          rowOf.put(values, row);
        }
        case ERROR -> throw refusal(row, "row " + earlier);
      }
    }
  }

  /** Compares the rows with those of the table; the result is {@link #gone} and {@link #edit}. */
  void compareWith(TableView view) {
    rule.find(view, rowOf.keySet(), this::compare);
  }

  private void compare(SourceView source, int ordinal) {
    Integer row = rowOf.get(rule.values(source.rows(), ordinal));
    if (row == null || (upserts && hasKeyOf(source, ordinal, row))) {
      return;
    }
    switch (rule.policy()) {
      case SKIP -> skip(row);
      case REPLACE -> removed.add(source.rowIds().longAt(ordinal));
      case ERROR -> throw refusal(row, "a row of the table");
    }
  }

  /** Returns the rows that are not written, skipped ones included. */
  BitSet gone() {
    return gone;
  }

  /** Returns how many rows are not written because others have their values. */
  long skipped() {
    return skipped;
  }

  /**
   * Returns what is to be done, after {@link #compareWith} the same view.
   *
   * @throws InvalidRequest when a row is added whose key is taken
   */
  Change.Edit edit(TableView view) {
    RecordBatch written = RowCut.without(rows, gone);
    String key = view.schema().key();
    if (key != null && keys != null && !upserts) {
      refuseTakenKeys(view, keys);
      refuseRepeatedKeys(KeyReader.of(written.column(key)));
    }
    return new Change.Edit(removed.stream().mapToLong(Long::longValue).toArray(), written);
  }

  private void refuseTakenKeys(TableView view, KeyReader reader) {
    KeyLookup.readyForWriting(view);
    for (int row = gone.nextClearBit(0); row < rows.rowCount(); row = gone.nextClearBit(row + 1)) {
      long place = KeyLookup.find(view, reader, row);
      if (place != KeyLookup.NONE && !removed.contains(KeyLookup.rowId(view, place))) {
        throw new InvalidRequest(
            "the key of row %d is in the table already; nothing was added; use upsert to replace rows"
                .formatted(row));
      }
    }
  }

  private void refuseRepeatedKeys(KeyReader written) {
    long[] hashes = new long[written.length()];
    written.hashAll(hashes);
    int repeated = KeyDuplicates.firstRepeated(written, hashes);
    if (repeated >= 0) {
      int row = gone.nextClearBit(0);
      for (int i = 0; i < repeated; i++) {
        row = gone.nextClearBit(row + 1);
      }
      throw new InvalidRequest(
          "the key of row %d is there twice in the batch; nothing was added".formatted(row));
    }
  }

  private void skip(int row) {
    if (!gone.get(row)) {
      gone.set(row);
      skipped++;
    }
  }

  private boolean hasKeyOf(SourceView source, int ordinal, int row) {
    KeyReader theirs = source.keys();
    return keys != null
        && theirs != null
        && Arrays.equals(theirs.bytesAt(ordinal), keys.bytesAt(row));
  }

  private InvalidRequest refusal(int row, String other) {
    return new InvalidRequest(
        "row %d has the same %s as %s; nothing was written"
            .formatted(row, String.join(", ", rule.columns()), other));
  }
}
