package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.Reranker;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A search of which some hits more are asked for than are wanted, and that somebody else puts in
 * order. Immutable.
 */
final class RerankedQuery<H> implements ReorderedQuery<H> {
  private final ViewQuery<H> query;
  private final int candidates;
  private final Reranker<H> reranker;

  /**
   * Reranks a search.
   *
   * @param query with the offset and limit of the whole
   * @param candidates how many of its hits to judge
   */
  RerankedQuery(ViewQuery<H> query, int candidates, Reranker<H> reranker) {
    if (candidates < 1) {
      throw new InvalidRequest("candidates must be positive, got " + candidates);
    }
    this.query = query;
    this.candidates = candidates;
    this.reranker = reranker;
  }

  @Override
  public List<H> hits() {
    QueryGuard guard = guard();
    return judged(asked().hits(), guard);
  }

  @Override
  public List<H> hits(TableView view, Matches matches, QueryGuard guard) {
    return judged(asked().hits(view, matches, guard), guard);
  }

  @Override
  public ViewQuery<H> first(int hits) {
    return new RerankedQuery<>(query.first(hits), candidates, reranker);
  }

  @Override
  public ViewQuery<H> query() {
    return query;
  }

  @Override
  public int candidates() {
    return candidates;
  }

  @Override
  public Plan plan(Plan asked, Plan.@Nullable Actual actual) {
    return new Plan(
        "rerank",
        "",
        List.of(Math.max(candidates, hitCount()) + " candidates"),
        Plan.Rows.atMost(hitCount() - (long) offset()),
        actual,
        List.of(asked));
  }

  @Override
  public List<String> notes() {
    return List.of("not run: it is yours");
  }

  private List<H> judged(List<H> found, QueryGuard guard) {
    if (found.isEmpty()) {
      return found;
    }
    float[] scores = reranker.scores(Collections.unmodifiableList(found));
    guard.check();
    check(scores, found.size());
    List<H> hits = new ArrayList<>();
    IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(place -> -scores[place])) // stable: ties as they were
        .skip(query.offset())
        .limit(query.hitCount() - (long) query.offset())
        .forEach(place -> hits.add(query.rescored(found.get(place), scores[place])));
    return hits;
  }

  private static void check(float[] scores, int candidates) {
    if (scores.length != candidates) {
      throw new InvalidRequest(
          "the reranker gave %d scores for %d candidates; one for each is needed"
              .formatted(scores.length, candidates));
    }
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new InvalidRequest(
            "the reranker's score of candidate %d is NaN, which has no place in an order"
                .formatted(i));
      }
    }
  }
}
