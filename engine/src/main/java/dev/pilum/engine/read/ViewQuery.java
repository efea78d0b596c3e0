package dev.pilum.engine.read;

import dev.pilum.RankedQuery;
import dev.pilum.Reranker;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search that can be run on a view that somebody else holds.
 *
 * @param <H> a hit
 */
sealed interface ViewQuery<H> extends RankedQuery<H>
    permits SearchQuery, TextSearchQuery, HybridQuery, ReorderedQuery {
  /** Returns whether the query was made by {@code others}, or by reads of the same table. */
  boolean isOf(Reads others);

  /** Returns the columns for which it was made. */
  Schema schema();

  /** Guards a run that begins now, for the calling thread. */
  QueryGuard guard();

  /** Returns what rows must match, or {@code null} when there is no filter. */
  @Nullable Filter filter();

  /**
   * Runs the query on one view.
   *
   * @param matches the rows that the query's filter selects
   * @param guard of this run
   */
  List<H> hits(TableView view, Matches matches, QueryGuard guard);

  @Override
  default RankedQuery<H> rerank(int candidates, Reranker<H> reranker) {
    return new RerankedQuery<>(this, candidates, reranker);
  }

  /** Returns the same query for the first hits, none passed over. */
  ViewQuery<H> first(int hits);

  /** Returns how many hits are passed over. */
  int offset();

  /** Returns how many hits are wanted, those passed over included. */
  int hitCount();

  /** Returns a hit of the query with another score. */
  H rescored(H hit, float score);
}
