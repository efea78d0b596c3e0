package dev.pilum.engine.read;

import dev.pilum.engine.table.TableView;
import java.util.List;

/** A search for the rows of a view that are nearest to something. Immutable. */
sealed interface RowSearch permits VectorSearch, MultivectorSearch {
  /** Returns which rows to return. */
  Wanted wanted();

  /**
   * Selects the rows that match and decides how each source is searched.
   *
   * @throws dev.pilum.storage.error.Cancelled when the guard of {@link #wanted} says so
   */
  PlannedSearch plan(TableView view, Stopwatch watch);

  /** Returns the same search for somebody with all the time there is. */
  RowSearch unguarded();

  /** Returns the name of the column that is searched. */
  String column();

  /** Returns what is looked for, in words. */
  List<String> details();
}
