package dev.pilum.fts.index;

import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQuery.Column;
import dev.pilum.fts.TextQuery.Minimum;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Translates one {@link TextQuery} into Lucene's terms. One thread, one query. */
final class QueryCompiler {
  /** Deeper trees are mistakes or attacks; the parser makes none deeper than 32. */
  private static final int DEEPEST = 64;

  /** Letters at the start of a term that fuzzy search takes as they are: it then reads less. */
  private static final int FUZZY_PREFIX = 1;

  /** Queries in one: as many as it may have terms. Lucene takes some more. */
  private static final int MOST_PARTS = TextQuery.MOST_TERMS;

  private final TextFields fields;
  private int termsLeft = TextQuery.MOST_TERMS;
  private int parts;

  QueryCompiler(TextFields fields) {
    this.fields = fields;
  }

  /** Translates a query all of whose parts say where they look. */
  Query compile(TextQuery query) {
    return compile(query, 0);
  }

  private Query compile(TextQuery query, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidRequest("a text query is at most " + DEEPEST + " queries deep");
    }
    if (++parts > MOST_PARTS) {
      throw new InvalidRequest(
          "a text query joins more than %d queries; look for many words by one match"
              .formatted(MOST_PARTS));
    }
    return switch (query) {
      case TextQuery.Match match -> match(match);
      case TextQuery.Phrase(String text, int slop, List<Column> columns) ->
          best(columns, field -> phrase(field, text, slop));
      case TextQuery.Prefix(String text, List<Column> columns) ->
          best(columns, field -> prefix(field, text));
      case TextQuery.Fuzzy(String text, int edits, List<Column> columns) ->
          best(columns, field -> fuzzy(field, text, edits));
      case TextQuery.Bool bool -> bool(bool, depth);
      case TextQuery.Boost(TextQuery inner, float factor) ->
          boosted(compile(inner, depth + 1), factor);
    };
  }

  /**
   * Joins queries. What has no terms, such as stop words, says nothing: it is passed over, unless
   * nothing else is looked for.
   */
  private Query bool(TextQuery.Bool bool, int depth) {
    List<Query> must = compileEach(bool.must(), depth + 1);
    List<Query> should = compileEach(bool.should(), depth + 1);
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    must.forEach(part -> builder.add(part, Occur.MUST));
    should.forEach(part -> builder.add(part, Occur.SHOULD));
    compileEach(bool.mustNot(), depth + 1).forEach(part -> builder.add(part, Occur.MUST_NOT));
    if (must.isEmpty() && should.isEmpty()) {
      if (!bool.must().isEmpty() || !bool.should().isEmpty()) {
        return nothing();
      }
      builder.add(new ConstantScoreQuery(MatchAllDocsQuery.INSTANCE), Occur.FILTER);
    }
    return builder
        .setMinimumNumberShouldMatch(Math.min(bool.minimumShould(), should.size()))
        .build();
  }

  private List<Query> compileEach(List<TextQuery> queries, int depth) {
    List<Query> compiled = new ArrayList<>(queries.size());
    for (TextQuery query : queries) {
      Query part = compile(query, depth);
      if (!isNothing(part)) {
        compiled.add(part);
      }
    }
    return compiled;
  }

  private Query match(TextQuery.Match match) {
    List<Column> columns = match.columns();
    return columns.size() > 1 && analysedAlike(columns)
        ? combined(columns, match)
        : best(columns, field -> matchIn(field, match));
  }

  private boolean analysedAlike(List<Column> columns) {
    TextColumn first = fields.field(columns.getFirst().name());
    for (Column column : columns) {
      if (!fields.field(column.name()).analysis().equals(first.analysis())) {
        return false;
      }
    }
    return true;
  }

  private Query matchIn(TextColumn field, TextQuery.Match match) {
    QueryTerms terms = QueryTerms.of(fields, field, match.text());
    if (SingleCharacters.isOneOfPair(field.analysis(), terms)) {
      return SingleCharacters.anywhere(field.luceneName(), terms.places().getFirst().term());
    }
    List<Query> clauses = new ArrayList<>();
    for (Map.Entry<String, Integer> term : terms.counts().entrySet()) {
      if (take(1)) {
        clauses.add(
            times(new TermQuery(new Term(field.luceneName(), term.getKey())), term.getValue()));
      }
    }
    return joined(clauses, match.minimum());
  }

  /** Terms of several columns, each counted as if the columns were one text. */
  private Query combined(List<Column> columns, TextQuery.Match match) {
    float least = Float.MAX_VALUE;
    for (Column column : columns) {
      least = Math.min(least, column.weight());
    }
    TextColumn first = fields.field(columns.getFirst().name());
    QueryTerms terms = QueryTerms.of(fields, first, match.text());
    if (SingleCharacters.isOneOfPair(first.analysis(), terms)) {
      return best(columns, field -> matchIn(field, match));
    }
    List<Query> clauses = new ArrayList<>();
    for (Map.Entry<String, Integer> term : terms.counts().entrySet()) {
      if (take(1)) {
        CombinedFieldQuery.Builder builder = new CombinedFieldQuery.Builder(term.getKey());
        for (Column column : columns) {
          String name = fields.field(column.name()).luceneName();
          builder.addField(name, Math.max(1, column.weight() / least));
        }
        clauses.add(times(builder.build(), term.getValue()));
      }
    }
    return joined(clauses, match.minimum());
  }

  private Query phrase(TextColumn field, String text, int slop) {
    QueryTerms terms = QueryTerms.of(fields, field, text);
    if (terms.places().size() < 2) {
      return terms.places().isEmpty()
          ? nothing()
          : matchIn(field, new TextQuery.Match(text, Minimum.ANY, List.of()));
    }
    PhraseQuery.Builder builder = new PhraseQuery.Builder().setSlop(slop);
    for (QueryTerms.Place place : terms.places()) {
      if (take(1)) {
        builder.add(new Term(field.luceneName(), place.term()), place.position());
      }
    }
    return builder.build();
  }

  private Query prefix(TextColumn field, String text) {
    String name = field.luceneName();
    return text.isEmpty() || !take(1)
        ? nothing()
        : new PrefixQuery(new Term(name, fields.analyzer().normalize(name, text)));
  }

  private Query fuzzy(TextColumn field, String text, int edits) {
    List<Query> clauses = new ArrayList<>();
    for (String term : QueryTerms.of(fields, field, text).counts().keySet()) {
      if (take(FuzzyQuery.defaultMaxExpansions)) {
        clauses.add(new FuzzyQuery(new Term(field.luceneName(), term), edits, FUZZY_PREFIX));
      }
    }
    return joined(clauses, Minimum.ANY);
  }

  /** What is to be looked for in one column. */
  private interface InColumn {
    Query query(TextColumn field);
  }

  /** Looks in each column; the best one counts. */
  private Query best(List<Column> columns, InColumn search) {
    List<Query> queries = new ArrayList<>();
    for (Column column : columns) {
      Query query = search.query(fields.field(column.name()));
      if (!isNothing(query)) {
        queries.add(column.weight() == 1 ? query : new BoostQuery(query, column.weight()));
      }
    }
    if (queries.isEmpty()) {
      return nothing();
    }
    return queries.size() == 1 ? queries.getFirst() : new DisjunctionMaxQuery(queries, 0);
  }

  private static Query joined(List<Query> clauses, Minimum minimum) {
    if (clauses.isEmpty()) {
      return nothing();
    }
    int least =
        switch (minimum) {
          case Minimum.Terms(int count) -> Math.min(count, clauses.size());
          case Minimum.Percent(int percent) ->
              Math.max(1, (int) ((long) clauses.size() * percent / 100));
        };
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (Query clause : clauses) {
      builder.add(clause, least == clauses.size() ? Occur.MUST : Occur.SHOULD);
    }
    if (least > 1 && least < clauses.size()) {
      builder.setMinimumNumberShouldMatch(least);
    }
    return clauses.size() == 1 ? clauses.getFirst() : builder.build();
  }

  private static Query times(Query query, int count) {
    return count == 1 ? query : new BoostQuery(query, count);
  }

  private static Query boosted(Query query, float factor) {
    return isNothing(query) ? query : new BoostQuery(query, factor);
  }

  private static Query nothing() {
    return MatchNoDocsQuery.INSTANCE;
  }

  private static boolean isNothing(Query query) {
    return query instanceof MatchNoDocsQuery;
  }

  private boolean take(int terms) {
    termsLeft -= terms;
    return termsLeft >= 0;
  }
}
