package dev.pilum.engine.read;

import dev.pilum.Fusion;
import dev.pilum.HybridHit;
import dev.pilum.HybridSearch;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A search of vectors and text under construction. Immutable. */
final class HybridQuery implements HybridSearch {
  private static final int DEFAULT_CANDIDATES = 100;

  private final Reads reads;
  private final SearchQuery vector;
  private final TextTarget text;
  private final Fusion fusion;
  private final int candidates;

  /**
   * Starts with the default fusion.
   *
   * @param vector the vector leg, with filter, columns, limit and offset of the whole
   */
  HybridQuery(Reads reads, SearchQuery vector, TextTarget text) {
    this(reads, vector, text, Fusion.DEFAULT, DEFAULT_CANDIDATES);
  }

  private HybridQuery(
      Reads reads, SearchQuery vector, TextTarget text, Fusion fusion, int candidates) {
    this.reads = reads;
    this.vector = vector;
    this.text = text;
    this.fusion = fusion;
    this.candidates = candidates;
  }

  @Override
  public HybridSearch where(Filter filter) {
    return with(vector.where(filter));
  }

  @Override
  public HybridSearch where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public HybridSearch where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public HybridSearch select(String... columns) {
    return with(vector.select(columns));
  }

  @Override
  public HybridSearch limit(int hits) {
    return with(vector.limit(hits));
  }

  @Override
  public HybridSearch offset(int hits) {
    return with(vector.offset(hits));
  }

  @Override
  public HybridSearch fusion(Fusion changed) {
    return new HybridQuery(reads, vector, text, changed, candidates);
  }

  @Override
  public HybridSearch candidates(int rows) {
    if (rows < 1) {
      throw new InvalidRequest("candidates must be positive, got " + rows);
    }
    return new HybridQuery(reads, vector, text, fusion, rows);
  }

  @Override
  public List<HybridHit> hits() {
    Matches matches = vector.matches();
    return reads.with(view -> hits(view, matches.shared()));
  }

  @Override
  public String explain() {
    Matches matches = vector.matches();
    return reads.with(view ->
        "hybrid, %s, %d candidates of each leg, k %d%n"
                .formatted(fusion, candidateCount(), vector.hitCount())
            + vector.explain(view, matches, candidateCount())
            + reads.textLeg(text).explain(view, matches, candidateCount()));
  }

  private List<HybridHit> hits(TableView view, Matches matches) {
    RankFusion ranks = new RankFusion(fusion, view);
    ranks.addVectors(vector.nearest(view, matches, candidateCount()), vector);
    ranks.addTexts(reads.textLeg(text).search(view, matches, candidateCount()));
    List<FusedRow> ranking = ranks.ranking();
    List<HybridHit> hits = new ArrayList<>();
    for (int i = vector.offset(); i < Math.min(vector.hitCount(), ranking.size()); i++) {
      FusedRow row = ranking.get(i);
      hits.add(
          new HybridHit(
              vector.row(row.source(), row.ordinal()), row.score(), row.vector(), row.text()));
    }
    return hits;
  }

  private int candidateCount() {
    return Math.max(candidates, vector.hitCount());
  }

  private HybridSearch with(SearchQuery changed) {
    return new HybridQuery(reads, changed, text, fusion, candidates);
  }
}
