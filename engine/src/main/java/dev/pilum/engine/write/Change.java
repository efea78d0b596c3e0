package dev.pilum.engine.write;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.column.BatchCodec;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.schema.Schema;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What a caller wants to happen. It becomes a {@link Commit} when its turn comes, because only then
 * is it known what it will meet.
 */
public sealed interface Change {
  /**
   * Adds rows; a key that is taken refuses them all.
   *
   * @param rows checked columns of the table's schema
   */
  record Add(RecordBatch rows) implements Change {}

  /**
   * Adds rows in place of those with the same keys.
   *
   * @param rows checked columns of the table's schema, which has a key
   */
  record Upsert(RecordBatch rows) implements Change {}

  /**
   * Removes the rows with these keys.
   *
   * @param keys a column like the table's key; keys without a row are passed over
   */
  record Remove(Column keys) implements Change {}

  /**
   * Whatever a look at the newest rows tells, while no other commit comes between.
   *
   * @param decide gets the newest view, including commits that nobody else sees yet, and says what
   *     to do
   */
  record Decide(Function<TableView, Edit> decide) implements Change {}

  /**
   * Another change, made only while the table has the columns that it was made for.
   *
   * @param schema the columns
   * @param change any but this kind
   */
  record Under(Schema schema, Change change) implements Change {}

  /**
   * Rows that go and rows that come instead.
   *
   * @param removedRowIds ids of live rows
   * @param rows checked columns of the table's schema; may be empty
   */
  record Edit(long[] removedRowIds, RecordBatch rows) {}

  /** Returns about how many bytes its rows take in the log; 0 when that is not known yet. */
  default long sizeBytes() {
    return switch (this) {
      case Add add -> BatchCodec.sizeBytes(add.rows());
      case Upsert upsert -> BatchCodec.sizeBytes(upsert.rows());
      case Remove remove -> (long) remove.keys().length() * Long.BYTES;
      case Decide decide -> 0;
      case Under under -> under.change().sizeBytes();
    };
  }

  /**
   * Returns what to log and apply; refuses without any effect.
   *
   * @throws InvalidRequest when the change cannot be made
   * @throws Conflict when the table has other columns now
   */
  default Commit toCommit(ViewEditor editor) {
    return switch (this) {
      case Add add -> added(add.rows(), editor);
      case Upsert upsert ->
          new Commit(new long[0], upsert.rows(), editor.nextRowId(), Commit.Kind.REPLACING);
      case Remove remove -> removed(remove.keys(), editor);
      case Decide decide -> decided(decide, editor);
      case Under under -> {
        if (under.schema() != editor.schema()) { // views of the same columns share them
          throw new Conflict("the columns of the table were changed meanwhile; write again");
        }
        yield under.change().toCommit(editor);
      }
    };
  }

  private static Commit added(RecordBatch rows, ViewEditor editor) {
    Schema schema = editor.schema();
    String key = schema.key();
    if (key != null) {
      KeyReader keys = KeyReader.of(rows.column(schema.indexOf(key)));
      long[] hashes = new long[keys.length()];
      keys.hashAll(hashes);
      refuse(KeyDuplicates.firstRepeated(keys, hashes), "is there twice in the batch");
      refuse(editor.firstTaken(keys, hashes), "is in the table already");
    }
    return new Commit(new long[0], rows, editor.nextRowId(), Commit.Kind.NEW);
  }

  private static void refuse(int row, String why) {
    if (row >= 0) {
      throw new InvalidRequest(
          "the key of row %d %s; nothing was added; use upsert to replace rows"
              .formatted(row, why));
    }
  }

  private static Commit removed(Column keys, ViewEditor editor) {
    KeyReader reader = KeyReader.of(keys);
    long[] rowIds = new long[reader.length()];
    int found = 0;
    for (int row = 0; row < reader.length(); row++) {
      long rowId = editor.liveRowId(reader, row);
      if (rowId >= 0) {
        rowIds[found++] = rowId;
      }
    }
    return new Commit(Arrays.copyOf(rowIds, found), null, editor.nextRowId(), Commit.Kind.NO_ROWS);
  }

  private static Commit decided(Decide decide, ViewEditor editor) {
    TableView view = editor.toView();
    try {
      Edit edit = decide.decide().apply(view);
      boolean anyRows = edit.rows().rowCount() > 0;
      return new Commit(
          edit.removedRowIds(),
          anyRows ? edit.rows() : null,
          editor.nextRowId(),
          anyRows ? Commit.Kind.REPLACING : Commit.Kind.NO_ROWS);
    } finally {
      view.release();
    }
  }
}
