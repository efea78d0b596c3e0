package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.Row;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A search of whose hits those are chosen that are relevant and unlike each other. Immutable. */
final class DiverseQuery<H> implements ReorderedQuery<H> {
  /** Under which name the vectors come; no column of a table begins so. */
  static final String VECTORS = "_vectors";

  private final ViewQuery<H> query;
  private final Metric metric;
  private final HitParts<H> parts;
  private final float lambda;
  private final int candidates;

  /**
   * What a hit is made of.
   *
   * @param row returns its row
   * @param score returns its score
   * @param withRow returns it with another row
   */
  record HitParts<H>(
      Function<H, Row> row, ToDoubleFunction<H> score, BiFunction<H, Row, H> withRow) {}

  /**
   * Chooses among the hits of a search.
   *
   * @param query with the offset and limit of the whole; its rows have {@link #VECTORS}
   * @param metric how vectors are alike
   * @param lambda how much relevance counts, 0 to 1
   * @param candidates how many of its hits to choose among
   */
  DiverseQuery(
      ViewQuery<H> query, Metric metric, HitParts<H> parts, double lambda, int candidates) {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new InvalidRequest("how much relevance counts is 0 to 1, got " + lambda);
    }
    if (candidates < 1) {
      throw new InvalidRequest("candidates must be positive, got " + candidates);
    }
    this.query = query;
    this.metric = metric;
    this.parts = parts;
    this.lambda = (float) lambda;
    this.candidates = candidates;
  }

  @Override
  public List<H> hits() {
    return chosen(asked().hits());
  }

  @Override
  public List<H> hits(TableView view, Matches matches, QueryGuard guard) {
    return chosen(asked().hits(view, matches, guard));
  }

  @Override
  public ViewQuery<H> first(int hits) {
    return new DiverseQuery<>(query.first(hits), metric, parts, lambda, candidates);
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
        "diverse",
        "",
        List.of("relevance counts " + lambda, Math.max(candidates, hitCount()) + " candidates"),
        Plan.Rows.atMost(hitCount() - (long) offset()),
        actual,
        List.of(asked));
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  private List<H> chosen(List<H> found) {
    float[] relevance = new float[found.size()];
    @Nullable Object[] vectors = new @Nullable Object[found.size()];
    for (int i = 0; i < relevance.length; i++) {
      relevance[i] = (float) parts.score().applyAsDouble(found.get(i));
      vectors[i] = parts.row().apply(found.get(i)).get(VECTORS);
    }
    int[] order = Diversity.choose(relevance, vectors, metric, lambda, query.hitCount());
    List<H> hits = new ArrayList<>();
    for (int i = query.offset(); i < order.length; i++) {
      H hit = found.get(order[i]);
      hits.add(parts.withRow().apply(hit, withoutVectors(parts.row().apply(hit))));
    }
    return hits;
  }

  private static Row withoutVectors(Row row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
    values.remove(VECTORS);
    return Row.copyOf(values);
  }
}
