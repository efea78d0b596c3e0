package dev.pilum.engine.read;

import dev.pilum.engine.table.TableView;
import dev.pilum.hnsw.SearchScratch;
import java.util.List;

/** A search for the rows of a view that are nearest to something. Immutable. */
sealed interface RowSearch permits VectorSearch, MultivectorSearch {
  /** Returns the rows, nearest first, with scratch memory that nobody else is using. */
  List<Found> search(TableView view, SearchScratch scratch);

  /** Returns the same search for somebody with all the time there is. */
  RowSearch unguarded();

  /** Returns one line for each source: how it would be searched, and why. */
  String explain(TableView view);
}
