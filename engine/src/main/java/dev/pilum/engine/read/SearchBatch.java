package dev.pilum.engine.read;

import dev.pilum.RankedQuery;
import dev.pilum.SearchResult;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.hnsw.WorkerTeam;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Many searches of one view, answered side by side. A filter that several of them have is evaluated
 * once, which takes a bit for each row until the batch is done. One run at a time.
 *
 * @param <H> what all hits are
 */
final class SearchBatch<H> {
  private final Reads reads;
  private final List<ViewQuery<? extends H>> queries;
  private final Map<Filter, Integer> uses = new HashMap<>();
  private final Map<Filter, Matches> shared = new ConcurrentHashMap<>();

  private SearchBatch(Reads reads, List<ViewQuery<? extends H>> queries) {
    this.reads = reads;
    this.queries = queries;
    for (ViewQuery<? extends H> query : queries) {
      if (query.filter() != null) {
        uses.merge(query.filter(), 1, Integer::sum);
      }
    }
  }

  /**
   * Checks that all searches were made by {@code reads} or by reads of other views of its table.
   *
   * @throws InvalidRequest naming the first that was not
   */
  static <H> SearchBatch<H> of(Reads reads, List<? extends RankedQuery<? extends H>> searches) {
    List<ViewQuery<? extends H>> queries = new ArrayList<>(searches.size());
    for (RankedQuery<? extends H> search : searches) {
      if (!(search instanceof ViewQuery<? extends H> query) || !query.isOf(reads)) {
        throw new InvalidRequest(
            "search %d of %d is not of this table; make it with this table's search()"
                .formatted(queries.size(), searches.size()));
      }
      queries.add(query);
    }
    return new SearchBatch<>(reads, queries);
  }

  /** Runs all searches and returns what became of each, in order. */
  List<SearchResult<H>> run(TableView view, WorkerTeam team) {
    List<QueryGuard> guards = queries.stream().map(ViewQuery::guard).toList();
    AtomicReferenceArray<@Nullable SearchResult<H>> results =
        new AtomicReferenceArray<>(queries.size());
    team.run(
        queries.size(),
        (piece, _) -> results.set(piece, run(queries.get(piece), view, guards.get(piece))));
    List<SearchResult<H>> all = new ArrayList<>(queries.size());
    for (int i = 0; i < results.length(); i++) {
      SearchResult<H> result = results.get(i);
      assert result != null : "every piece is done";
      all.add(result);
    }
    return all;
  }

  private SearchResult<H> run(ViewQuery<? extends H> query, TableView view, QueryGuard guard) {
    try {
      checkColumns(query, view);
      return new SearchResult.Found<>(
          Collections.unmodifiableList(query.hits(view, matches(query.filter()), guard)));
    } catch (PilumException e) {
      return new SearchResult.Failed<>(e);
    }
  }

  /** A search knows columns by their places, which are others where columns were changed. */
  private static void checkColumns(ViewQuery<?> query, TableView view) {
    if (query.schema() != view.schema() && !query.schema().equals(view.schema())) {
      throw new Conflict(
          "the search was made for other columns than those of version %d; make it again"
              .formatted(view.version()));
    }
  }

  private Matches matches(@Nullable Filter filter) {
    if (filter == null || uses.getOrDefault(filter, 0) == 1) {
      return Matches.of(filter, reads.schema());
    }
    return shared.computeIfAbsent(filter, each -> Matches.of(each, reads.schema()).shared());
  }
}
