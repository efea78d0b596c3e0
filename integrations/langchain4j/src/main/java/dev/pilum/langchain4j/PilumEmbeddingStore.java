package dev.pilum.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.pilum.Database;
import dev.pilum.Hit;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * LangChain4j's filters compare metadata of any names and types. Equality of text, whole numbers and UUIDs is asked of the table, by the words
 * that MetadataWords makes of them; what is left is asked of the rows that come back, by the filter itself. So a search asks again for four times as
 * many hits, as long as too few are left and the last one was good enough.
 */
/**
 * Embeddings with texts in a table of a database: LangChain4j's store, embedded. Everything is
 * durable when a call returns.
 *
 * <pre>{@code
 * EmbeddingStore<TextSegment> store = PilumEmbeddingStore.open(database, "memories", 384);
 * }</pre>
 *
 * <p>An id that is there already is replaced. Filters of equality of text, UUIDs and whole numbers,
 * and {@code and} and {@code or} of them, are answered by the table; others are tried on hits, as
 * many as it takes.
 *
 * <p>Safe for use by many threads.
 */
public final class PilumEmbeddingStore implements EmbeddingStore<TextSegment> {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String VECTOR = "embedding";

  /** How many times as many hits are asked for when a filter has left too few. */
  private static final int GROWTH = 4;

  private final Table table;

  private PilumEmbeddingStore(Table table) {
    this.table = table;
  }

  /**
   * Returns the store in a table, which is made when absent: {@code id}, {@code text} (which text
   * search finds too), {@code metadata} and {@code embedding}.
   *
   * @param database not the store's to close
   * @param dimension how many coordinates embeddings have
   * @throws dev.pilum.storage.error.InvalidRequest when there is such a table with other columns
   */
  public static PilumEmbeddingStore open(Database database, String table, int dimension) {
    Schema schema =
        Schema.builder()
            .key(ID, Types.utf8())
            .text(TEXT)
            .field(MetadataWords.COLUMN, Types.list(Types.utf8()))
            .vector(VECTOR, dimension, Metric.COSINE)
            .build();
    return new PilumEmbeddingStore(database.createTableIfAbsent(table, schema));
  }

  @Override
  public String add(Embedding embedding) {
    return addAll(List.of(embedding)).getFirst();
  }

  @Override
  public void add(String id, Embedding embedding) {
    table.upsert(row(id, embedding, null));
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    String id = generateIds(1).getFirst();
    table.upsert(row(id, embedding, segment));
    return id;
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings.size());
    addAll(ids, embeddings, null);
    return ids;
  }

  /**
   * Writes all rows in one commit.
   *
   * @param segments as many as embeddings, or {@code null}
   */
  @Override
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    if (ids.size() != embeddings.size()
        || (segments != null && segments.size() != embeddings.size())) {
      throw new IllegalArgumentException("ids, embeddings and segments must be equally many");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(row(ids.get(i), embeddings.get(i), segments == null ? null : segments.get(i)));
    }
    if (!rows.isEmpty()) {
      table.upsert(rows);
    }
  }

  private static Row row(String id, Embedding embedding, @Nullable TextSegment segment) {
    return Row.of(
        ID,
        id,
        TEXT,
        segment == null ? null : segment.text(),
        MetadataWords.COLUMN,
        segment == null ? null : MetadataWords.of(segment.metadata()),
        VECTOR,
        embedding.vector());
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    if (ids == null || ids.isEmpty()) {
      throw new IllegalArgumentException("ids cannot be null or empty");
    }
    table.deleteAll(ids);
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    if (filter == null) {
      throw new IllegalArgumentException("filter cannot be null");
    }
    List<String> ids = new ArrayList<>();
    for (Row row :
        table
            .scan()
            .where(MetadataWords.superset(filter))
            .select(ID, MetadataWords.COLUMN)
            .rows()) {
      if (filter.test(MetadataWords.metadata(row))) {
        ids.add(String.valueOf(row.text(ID)));
      }
    }
    table.deleteAll(ids);
  }

  @Override
  public void removeAll() {
    table.deleteWhere(Filters.all());
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    Search search =
        table
            .search(VECTOR, request.queryEmbedding().vector())
            .select(ID, TEXT, MetadataWords.COLUMN, VECTOR);
    Filter filter = request.filter();
    if (filter == null) {
      return new EmbeddingSearchResult<>(
          matches(search.limit(request.maxResults()).hits(), request));
    }
    return new EmbeddingSearchResult<>(
        filtered(search.where(MetadataWords.superset(filter)), request));
  }

  private static List<EmbeddingMatch<TextSegment>> filtered(
      Search search, EmbeddingSearchRequest request) {
    int limit = request.maxResults();
    while (true) {
      List<Hit> hits = search.limit(limit).hits();
      List<EmbeddingMatch<TextSegment>> matches = matches(hits, request);
      boolean enough = matches.size() >= request.maxResults() || endsBelow(hits, request);
      if (enough || hits.size() < limit || limit > Integer.MAX_VALUE / GROWTH) {
        return matches.subList(0, Math.min(matches.size(), request.maxResults()));
      }
      limit *= GROWTH;
    }
  }

  /** Returns whether the last hit is not good enough, so that those behind it are not either. */
  private static boolean endsBelow(List<Hit> hits, EmbeddingSearchRequest request) {
    return !hits.isEmpty() && score(hits.getLast()) < request.minScore();
  }

  private static double score(Hit hit) {
    return RelevanceScore.fromCosineSimilarity(hit.score());
  }

  /** Returns the hits that are good enough and that the filter lets pass. */
  private static List<EmbeddingMatch<TextSegment>> matches(
      List<Hit> hits, EmbeddingSearchRequest request) {
    List<EmbeddingMatch<TextSegment>> matches = new ArrayList<>();
    for (Hit hit : hits) {
      double score = score(hit);
      Filter filter = request.filter();
      boolean passes = filter == null || filter.test(MetadataWords.metadata(hit.row()));
      if (passes && score >= request.minScore()) {
        matches.add(match(hit.row(), score));
      }
    }
    return matches;
  }

  private static EmbeddingMatch<TextSegment> match(Row row, double score) {
    String text = row.text(TEXT);
    TextSegment segment =
        text == null || text.isBlank() // of which LangChain4j makes no segment
            ? null
            : TextSegment.from(text, MetadataWords.metadata(row));
    return new EmbeddingMatch<>(
        score, row.text(ID), Embedding.from((float[]) row.get(VECTOR)), segment);
  }
}
