package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import java.util.List;

/**
 * Rows in the order in which they were written, from source to source. No source is asked which of
 * its rows are wanted before it is reached: a short limit is cheap, and memory is one source's
 * bits.
 */
final class WrittenOrder implements RowCursor {
  private final List<SourceView> sources;
  private final Selections selections;
  private long toPass;
  private long left;
  private int current = -1;
  private Selection selection;
  private int row = -1;
  private int seen;

  /** Says which rows are wanted. */
  @FunctionalInterface
  interface Selections {
    /** Returns the wanted rows of a source, by its number in the view. */
    Selection of(int source, QueryGuard guard);
  }

  /**
   * Goes over rows of a view.
   *
   * @param sources of the view
   * @param passed how many rows to pass over
   * @param most how many to hand out at most
   */
  WrittenOrder(List<SourceView> sources, Selections selections, long passed, long most) {
    this.sources = sources;
    this.selections = selections;
    this.toPass = passed;
    this.left = most;
    this.selection = Selection.NONE;
  }

  @Override
  public boolean advance(QueryGuard guard) {
    while (left > 0) {
      row = current < 0 ? -1 : selection.next(row + 1, source().rowCount());
      if (row >= 0) {
        guard.checkAt(seen++);
        if (toPass == 0) {
          left--;
          return true;
        }
        toPass--;
      } else if (!enterNextSource(guard)) {
        left = 0;
      }
    }
    return false;
  }

  @Override
  public SourceView source() {
    return sources.get(current);
  }

  @Override
  public int ordinal() {
    return row;
  }

  /** Enters the next source that has more rows than are to be passed over. */
  private boolean enterNextSource(QueryGuard guard) {
    while (++current < sources.size()) {
      selection = selections.of(current, guard);
      if (selection.count() > toPass) {
        return true;
      }
      toPass -= selection.count();
    }
    return false;
  }
}
