package dev.pilum.fts.index;

import dev.pilum.fts.Highlights;
import dev.pilum.fts.Highlights.Span;
import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.TextQuery.Minimum;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * Finds where one text matches a query, by indexing it alone and asking Lucene: so that stems,
 * phrases, prefixes and fuzzy words are marked exactly where they match.
 *
 * <p>Safe for use by many threads.
 */
public final class TextHighlighter {
  private static final Comparator<Span> IN_ORDER =
      Comparator.comparingInt(Span::start).thenComparingInt(Span::end);

  private final TextFields fields;

  /** Cuts texts as {@code fields} says. */
  public TextHighlighter(TextFields fields) {
    this.fields = fields;
  }

  /**
   * Returns the places that any part of {@code query} matches, but for those that must not match.
   *
   * @param query says where it looks in all its parts
   * @param column whose text it is
   */
  public Highlights highlights(TextQuery query, String column, String text) {
    TextColumn field = fields.field(column);
    TextLeaf leaf = MemoryText.withOffsets(fields).view(new OneText(fields.columns(), field, text));
    List<Span> spans = new ArrayList<>();
    for (TextQuery part : parts(query, column)) {
      Lucene.run("highlight a text", () -> collect(leaf, field, part, spans));
    }
    return new Highlights(text, merged(spans));
  }

  private void collect(TextLeaf leaf, TextColumn field, TextQuery part, List<Span> spans)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(leaf.reader());
    searcher.setQueryCache(null);
    Query query = searcher.rewrite(new QueryCompiler(fields).compile(part));
    Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext context : searcher.getLeafContexts()) {
      Matches matches = weight.matches(context, 0);
      MatchesIterator places = matches == null ? null : matches.getMatches(field.luceneName());
      while (places != null && places.next()) {
        spans.add(new Span(places.startOffset(), places.endOffset()));
      }
    }
  }

  /** Returns the parts of a query that look into a column, each by itself. */
  private static List<TextQuery> parts(TextQuery query, String column) {
    List<Column> there = List.of(Column.of(column));
    return switch (query) {
      case TextQuery.Match m ->
          looks(m.columns(), column, new TextQuery.Match(m.text(), Minimum.ANY, there));
      case TextQuery.Phrase p ->
          looks(p.columns(), column, new TextQuery.Phrase(p.text(), p.slop(), there));
      case TextQuery.Prefix p -> looks(p.columns(), column, new TextQuery.Prefix(p.text(), there));
      case TextQuery.Fuzzy f ->
          looks(f.columns(), column, new TextQuery.Fuzzy(f.text(), f.edits(), there));
      case TextQuery.Boost(TextQuery inner, float factor) -> parts(inner, column);
      case TextQuery.Bool b -> {
        List<TextQuery> all = new ArrayList<>();
        b.must().forEach(part -> all.addAll(parts(part, column)));
        b.should().forEach(part -> all.addAll(parts(part, column)));
        yield all;
      }
    };
  }

  private static List<TextQuery> looks(List<Column> columns, String column, TextQuery there) {
    return columns.stream().anyMatch(c -> c.name().equals(column)) ? List.of(there) : List.of();
  }

  /** Joins what overlaps or touches, as pairs of characters do. */
  private static List<Span> merged(List<Span> spans) {
    spans.sort(IN_ORDER);
    List<Span> merged = new ArrayList<>();
    for (Span span : spans) {
      if (merged.isEmpty() || span.start() > merged.getLast().end()) {
        merged.add(span);
      } else if (span.end() > merged.getLast().end()) {
        merged.add(new Span(merged.removeLast().start(), span.end()));
      }
    }
    return merged;
  }

  /** One row with a text in one column. */
  private record OneText(List<TextColumn> columns, TextColumn field, String words)
      implements TextRows {
    @Override
    public int rowCount() {
      return 1;
    }

    @Override
    public long textBytes() {
      return words.length();
    }

    @Override
    public @Nullable String text(int column, int ordinal) {
      return columns.get(column).id() == field.id() ? words : null;
    }
  }
}
