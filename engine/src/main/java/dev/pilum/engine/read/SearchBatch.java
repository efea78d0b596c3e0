package dev.pilum.engine.read;

import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.hnsw.WorkerTeam;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Many searches of one view, answered side by side. A filter that several of them have is evaluated
 * once, which takes a bit for each row until the batch is done. One run at a time.
 */
final class SearchBatch {
  private final Reads reads;
  private final List<SearchQuery> queries;
  private final Map<Filter, Integer> uses = new HashMap<>();
  private final Map<Filter, Matches> shared = new ConcurrentHashMap<>();

  private SearchBatch(Reads reads, List<SearchQuery> queries) {
    this.reads = reads;
    this.queries = queries;
    for (SearchQuery query : queries) {
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
  static SearchBatch of(Reads reads, List<Search> searches) {
    List<SearchQuery> queries = new ArrayList<>(searches.size());
    for (Search search : searches) {
      if (!(search instanceof SearchQuery query) || !query.isOf(reads)) {
        throw new InvalidRequest(
            "search %d of %d is not of this table; make it with this table's search()"
                .formatted(queries.size(), searches.size()));
      }
      queries.add(query);
    }
    return new SearchBatch(reads, queries);
  }

  /** Runs all searches and returns what became of each, in order. */
  List<SearchResult> run(TableView view, WorkerTeam team) {
    @Nullable SearchResult[] results = new SearchResult[queries.size()];
    List<QueryGuard> guards = queries.stream().map(SearchQuery::guard).toList();
    team.run(
        results.length,
        (piece, _) -> results[piece] = run(queries.get(piece), view, guards.get(piece)));
    List<SearchResult> all = new ArrayList<>(results.length);
    for (SearchResult result : results) {
      assert result != null : "every piece is done";
      all.add(result);
    }
    return all;
  }

  private SearchResult run(SearchQuery query, TableView view, QueryGuard guard) {
    try {
      return new SearchResult.Found(query.hits(view, matches(query.filter()), guard));
    } catch (PilumException e) {
      return new SearchResult.Failed(e);
    }
  }

  private Matches matches(@Nullable Filter filter) {
    if (filter == null || uses.getOrDefault(filter, 0) == 1) {
      return Matches.of(filter, reads.schema());
    }
    return shared.computeIfAbsent(filter, each -> Matches.of(each, reads.schema()).shared());
  }
}
