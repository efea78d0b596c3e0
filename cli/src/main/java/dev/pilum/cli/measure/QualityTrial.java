package dev.pilum.cli.measure;

import dev.pilum.Database;
import dev.pilum.Fusion;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.cli.measure.JudgedTexts.Text;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good searches are on judged texts, by vectors, by words, and by both. Runs through a table on
 * the disk with its defaults.
 */
public final class QualityTrial {
  private static final String ID = "id";
  private static final String WORDS = "words";
  private static final String VECTOR = "vector";

  private final JudgedTexts texts;
  private final String analysis;

  /**
   * Prepares.
   *
   * @param analysis how words are cut, as {@code TextAnalysis.parse} reads it
   */
  public QualityTrial(JudgedTexts texts, String analysis) {
    this.texts = texts;
    this.analysis = analysis;
  }

  /** What is asked for one query: the ids of the hits, best first. */
  private interface Leg {
    List<String> ids(Table table, Text query);
  }

  /**
   * Builds a table in an empty folder, asks all judged queries, and returns a line for each leg.
   */
  public List<Row> run(Path folder) {
    try (Database database = Database.open(folder)) {
      Table table = database.createTable("texts", schema());
      table.add(rows());
      table.optimize();
      List<Row> lines = new ArrayList<>();
      if (texts.dimension() > 0) {
        lines.add(line("vector", table, (t, query) -> ids(vectors(t, query))));
      }
      lines.add(
          line(
              "bm25",
              table,
              (t, query) ->
                  t.searchText(WORDS, query.words()).limit(RankingQuality.DEPTH).hits().stream()
                      .map(hit -> id(hit.row()))
                      .toList()));
      if (texts.dimension() > 0) {
        lines.add(line("rrf", table, fused(new Fusion.ReciprocalRank(60, 0.5f))));
        lines.add(line("hybrid", table, fused(Fusion.DEFAULT)));
      }
      return lines;
    }
  }

  private Schema schema() {
    SchemaBuilder schema = Schema.builder().key(ID, Types.utf8()).text(WORDS, analysis);
    return texts.dimension() == 0
        ? schema.build()
        : schema.vector(VECTOR, texts.dimension(), Metric.COSINE).build();
  }

  private List<Map<String, @Nullable Object>> rows() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Text text : texts.documents()) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put(ID, text.id());
      row.put(WORDS, text.words());
      if (texts.dimension() > 0) {
        row.put(VECTOR, text.vector());
      }
      rows.add(row);
    }
    return rows;
  }

  private Row line(String leg, Table table, Leg search) {
    RankingQuality.Sum sum = new RankingQuality.Sum();
    for (Text query : texts.queries()) {
      Map<String, Integer> judged = texts.judged().get(query.id());
      if (judged != null) {
        sum.add(search.ids(table, query), judged);
      }
    }
    RankingQuality mean = sum.mean();
    return Row.of(
        "leg", leg, "ndcg10", mean.ndcg(), "recall10", mean.recall(), "queries", mean.queries());
  }

  private static Leg fused(Fusion fusion) {
    return (table, query) ->
        vectors(table, query).text(WORDS, query.words()).fusion(fusion).hits().stream()
            .map(hit -> id(hit.row()))
            .toList();
  }

  private static Search vectors(Table table, Text query) {
    float[] vector = query.vector();
    if (vector == null) {
      throw new InvalidRequest("the documents have vectors, the queries have none");
    }
    return table.search(VECTOR, vector).limit(RankingQuality.DEPTH).select(ID);
  }

  private static List<String> ids(Search search) {
    return search.hits().stream().map(hit -> id(hit.row())).toList();
  }

  private static String id(Row row) {
    return String.valueOf(row.get(ID));
  }
}
