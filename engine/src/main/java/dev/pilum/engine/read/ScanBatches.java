package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Field;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of a scan that has been run, copied batch by batch from a view that is held meanwhile.
 */
final class ScanBatches implements BatchReader {
  /** Ends a batch early: enough that copying dominates, and little beside any heap. */
  private static final long MOST_BYTES = 8 << 20;

  private final Projection columns;
  private final int most;
  private final TableView view;
  private final RowCursor rows;
  private final QueryGuard guard;
  private boolean ahead;
  private boolean letGo;
  private boolean closed;

  /**
   * Takes over a reference to a view.
   *
   * @param columns what to return of each row
   * @param most rows of a batch
   * @param rows of the view
   * @param guard of the whole run
   */
  ScanBatches(Projection columns, int most, TableView view, RowCursor rows, QueryGuard guard) {
    this.columns = columns;
    this.most = most;
    this.view = view;
    this.rows = rows;
    this.guard = guard;
  }

  @Override
  public List<Field> fields() {
    return columns.fields();
  }

  @Override
  public boolean hasNext() {
    if (!ahead) {
      advance(guard.ofCallingThread());
      letGoAtEnd();
    }
    return ahead;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more rows; ask hasNext() before");
    }
    try {
      Batch batch = copied();
      letGoAtEnd();
      return batch;
    } catch (RuntimeException | AssertionError e) {
      end(e);
      throw e;
    }
  }

  /** Copies the next rows, the last of them too, so the view must still be there. */
  private Batch copied() {
    QueryGuard asking = guard.ofCallingThread();
    BatchAssembler assembler = new BatchAssembler(columns);
    while (ahead && !assembler.isFull(most, MOST_BYTES)) {
      assembler.add(rows.source(), rows.ordinal());
      advance(asking);
    }
    return assembler.batch();
  }

  @Override
  public void close() {
    closed = true;
    ahead = false;
    letGoAtEnd();
  }

  /** Moves to the next row, if there is one. */
  private void advance(QueryGuard asking) {
    if (closed) {
      throw new Closed("these batches are closed; run the query again");
    }
    try {
      ahead = !letGo && rows.advance(asking);
    } catch (RuntimeException | AssertionError e) {
      end(e);
      throw e;
    }
  }

  /** What failed half-way has passed over rows: whoever went on would miss them. */
  private void end(Throwable failure) {
    if (!closed) {
      try {
        Diagnosis.throwDamage(view, failure);
      } finally {
        close();
      }
    }
  }

  private void letGoAtEnd() {
    if (!ahead && !letGo) {
      letGo = true;
      view.release();
    }
  }
}
