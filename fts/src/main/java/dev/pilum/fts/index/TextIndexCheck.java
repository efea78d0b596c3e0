package dev.pilum.fts.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Compares a text index with the texts that it should have been made of. One thread. */
public final class TextIndexCheck {
  /**
   * Rows whose text is analysed anew, evenly spread; where there are no more than these, counts of
   * rows and terms are compared too. A thousand abstracts take some tenths of a second.
   */
  private static final int ANALYSED_ROWS = 1_000;

  private final TextFields fields;
  private final LeafReader reader;
  private final TextRows rows;
  private final int step;

  private TextIndexCheck(TextFields fields, LeafReader reader, TextRows rows) {
    this.fields = fields;
    this.reader = reader;
    this.rows = rows;
    this.step = Math.max(1, rows.rowCount() / ANALYSED_ROWS);
  }

  /**
   * Returns the first thing that does not fit, or {@code null}: a term of an analysed row that the
   * index does not know of that row as often, or sums that are not those of all rows.
   *
   * @throws dev.pilum.storage.error.Corruption when the index cannot be read
   */
  public static @Nullable String problem(TextFields fields, TextLeaf leaf, TextRows rows) {
    if (leaf.rowCount() != rows.rowCount()) {
      return "%d rows, not %d".formatted(leaf.rowCount(), rows.rowCount());
    }
    TextIndexCheck check = new TextIndexCheck(fields, leaf.reader(), rows);
    String found =
        Lucene.call(
            "compare a text index with its texts",
            () -> {
              String problem = check.problem();
              return problem == null ? "" : problem;
            });
    return found.isEmpty() ? null : found;
  }

  private @Nullable String problem() throws IOException {
    for (int field = 0; field < fields.columns().size(); field++) {
      String problem = problem(field, fields.columns().get(field));
      if (problem != null) {
        return "column '%s': %s".formatted(fields.columns().get(field).column(), problem);
      }
    }
    return null;
  }

  private @Nullable String problem(int field, TextColumn column) throws IOException {
    Terms terms = reader.terms(column.luceneName());
    int texts = 0;
    long termCount = 0;
    for (int row = 0; row < rows.rowCount(); row += step) {
      Map<BytesRef, Integer> counts = terms(column, rows.text(field, row));
      String problem = counts.isEmpty() ? null : problem(terms, row, counts);
      if (problem != null) {
        return problem;
      }
      texts += counts.isEmpty() ? 0 : 1;
      termCount += counts.values().stream().mapToLong(Integer::longValue).sum();
    }
    return step == 1 ? sumsProblem(terms, texts, termCount) : null;
  }

  private static @Nullable String sumsProblem(@Nullable Terms terms, int texts, long termCount)
      throws IOException {
    int indexed = terms == null ? 0 : terms.getDocCount();
    long indexedTerms = terms == null ? 0 : terms.getSumTotalTermFreq();
    return indexed == texts && indexedTerms == termCount
        ? null
        : "%d terms of %d texts, not %d of %d".formatted(indexedTerms, indexed, termCount, texts);
  }

  private static @Nullable String problem(
      @Nullable Terms terms, int row, Map<BytesRef, Integer> counts) throws IOException {
    if (terms == null) {
      return "no terms, though row %d has some".formatted(row);
    }
    TermsEnum known = terms.iterator();
    for (Map.Entry<BytesRef, Integer> term : counts.entrySet()) {
      int found = known.seekExact(term.getKey()) ? frequency(known, row) : 0;
      if (found != term.getValue()) {
        return "'%s' is %d times in row %d, in the index %d times"
            .formatted(term.getKey().utf8ToString(), term.getValue(), row, found);
      }
    }
    return null;
  }

  private static int frequency(TermsEnum term, int row) throws IOException {
    PostingsEnum postings = term.postings(null, PostingsEnum.FREQS);
    int found = postings.advance(row);
    return found == row && found != DocIdSetIterator.NO_MORE_DOCS ? postings.freq() : 0;
  }

  private Map<BytesRef, Integer> terms(TextColumn column, @Nullable String text)
      throws IOException {
    Map<BytesRef, Integer> counts = new HashMap<>();
    if (text == null) {
      return counts;
    }
    try (TokenStream stream = fields.analyzer().tokenStream(column.luceneName(), text)) {
      TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        counts.merge(BytesRef.deepCopyOf(term.getBytesRef()), 1, Integer::sum);
      }
      stream.end();
    }
    return counts;
  }
}
