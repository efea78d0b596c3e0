package dev.pilum.fts.index;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Searches the indexes of several sources of rows as if they were one: scores come from the
 * statistics of all of them together.
 *
 * <p>Safe for use by many threads for as long as its parts are open.
 */
public final class TextSearcher {
  static final Similarity SIMILARITY = new BM25Similarity(1.2f, 0.75f);

  /**
   * Where fewer are alive than this share, Lucene had better pass over the others before it scores
   * them: of 50,000 short texts a search took 37.1 us instead of 38.2 where 1 % were dead, 40.1
   * instead of 39.1 with 50 %, 46.4 instead of 30.8 with 90 %.
   */
  private static final double LEAST_ALIVE = 0.5;

  private final TextFields fields;
  private final IndexSearcher searcher;
  private final List<LeafReaderContext> leaves;
  private final List<Integer> partOfLeaf = new ArrayList<>();

  /** For each leaf the rows that may be found, where Lucene does not know them; else null. */
  private final List<@Nullable SelectedOrdinals> alive = new ArrayList<>();

  /**
   * Joins indexes.
   *
   * @param parts in the order of their rows
   */
  public TextSearcher(TextFields fields, List<TextPart> parts) {
    this.fields = fields;
    List<LeafReader> readers = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      TextPart part = parts.get(i);
      LeafReader all = part.leaf().reader();
      if (all.maxDoc() > 0) { // Lucene's searcher takes no leaf without rows
        SelectedOrdinals rows = part.alive();
        if (rows != null && fewAlive(rows, all)) {
          readers.add(new LiveReader(all, rows));
          alive.add(null);
        } else {
          readers.add(all);
          alive.add(rows);
        }
        partOfLeaf.add(i);
      }
    }
    this.searcher = new IndexSearcher(new PartsReader(readers));
    this.leaves = searcher.getLeafContexts();
    searcher.setSimilarity(SIMILARITY);
    searcher.setQueryCache(null); // it would keep what is about to be unmapped
  }

  private static boolean fewAlive(SelectedOrdinals alive, LeafReader all) {
    return alive.count() < all.maxDoc() * LEAST_ALIVE;
  }

  /**
   * Returns up to {@code k} rows, best first, those of equal score in the order of parts and
   * ordinals.
   *
   * @param columns where to look, unless the query says; at least one
   * @param k at least 1
   * @param selected for each part the rows that may be found; {@code null} for all that are alive
   * @throws dev.pilum.storage.error.InvalidRequest when a column has no text index
   */
  public List<ScoredOrdinal> search(
      TextQuery query,
      List<Column> columns,
      int k,
      @Nullable List<? extends SelectedOrdinals> selected) {
    return search(query, columns, k, selected, () -> {});
  }

  /**
   * As the shorter form, and runs {@code check} every millisecond or so of work, which may throw to
   * end it.
   */
  public List<ScoredOrdinal> search(
      TextQuery query,
      List<Column> columns,
      int k,
      @Nullable List<? extends SelectedOrdinals> selected,
      Runnable check) {
    int rows = searcher.getIndexReader().maxDoc();
    if (rows == 0) {
      return List.of();
    }
    Query wanted = new QueryCompiler(fields).compile(query.in(columns));
    Query filtered =
        selected == null ? wanted : filtered(wanted, new SelectedRows(ofLeaves(selected)));
    Query checked = new CheckedQuery(filtered, check);
    BestRows best = new BestRows(Math.min(k, rows), alive);
    Lucene.run("search text", () -> gather(checked, best));
    return hits(best.drain());
  }

  /**
   * Returns what is looked for: the terms that the analyzers made, in Lucene's words.
   *
   * @param query says where it looks in all its parts
   */
  public String describe(TextQuery query) {
    return fields.named(new QueryCompiler(fields).compile(query).toString());
  }

  /**
   * Returns for each part in about how many of its rows the query's terms are: as many as the
   * rarest of those that must be there, or all together of those that may.
   *
   * @param query says where it looks in all its parts
   * @param parts how many there are
   */
  public long[] estimate(TextQuery query, int parts) {
    long[] rows = new long[parts];
    Lucene.run(
        "look terms up",
        () -> {
          Query wanted = searcher.rewrite(new QueryCompiler(fields).compile(query));
          Weight weight = searcher.createWeight(wanted, ScoreMode.TOP_SCORES, 1);
          for (int i = 0; i < leaves.size(); i++) {
            ScorerSupplier scorer = weight.scorerSupplier(leaves.get(i));
            rows[partOfLeaf.get(i)] = scorer == null ? 0 : scorer.cost();
          }
        });
    return rows;
  }

  private List<SelectedOrdinals> ofLeaves(List<? extends SelectedOrdinals> parts) {
    List<SelectedOrdinals> rows = new ArrayList<>(partOfLeaf.size());
    for (int part : partOfLeaf) {
      rows.add(parts.get(part));
    }
    return rows;
  }

  /** As Lucene's searcher does, which would make a task and wait for it. */
  private void gather(Query query, BestRows best) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), best.scoreMode(), 1);
    for (LeafReaderContext leaf : leaves) {
      ScorerSupplier supplier = weight.scorerSupplier(leaf);
      if (supplier != null) {
        supplier.setTopLevelScoringClause();
        Bits found = leaf.reader().getLiveDocs();
        supplier
            .bulkScorer()
            .score(best.getLeafCollector(leaf), found, 0, DocIdSetIterator.NO_MORE_DOCS);
      }
    }
  }

  private static Query filtered(Query query, SelectedRows rows) {
    return new BooleanQuery.Builder().add(query, Occur.MUST).add(rows, Occur.FILTER).build();
  }

  private List<ScoredOrdinal> hits(long[] worstFirst) {
    List<ScoredOrdinal> hits = new ArrayList<>(worstFirst.length);
    for (int i = worstFirst.length - 1; i >= 0; i--) {
      int row = BestRows.row(worstFirst[i]);
      int leaf = ReaderUtil.subIndex(row, leaves);
      int ordinal = row - leaves.get(leaf).docBase;
      hits.add(new ScoredOrdinal(partOfLeaf.get(leaf), ordinal, BestRows.score(worstFirst[i])));
    }
    return hits;
  }
}
