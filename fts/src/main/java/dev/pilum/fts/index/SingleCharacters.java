package dev.pilum.fts.index;

import dev.pilum.storage.schema.TextAnalysis;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * Queries for nothing but one Chinese, Japanese or Korean character where the index has pairs: it
 * is then a part of terms, not a term. Beside other terms it is a term like them, found where it
 * stands alone: that ranks as well and is quicker.
 */
final class SingleCharacters {
  private SingleCharacters() {}

  /** Returns whether all that a query has is a character that texts have in pairs. */
  static boolean isOneOfPair(TextAnalysis analysis, QueryTerms terms) {
    return terms.places().size() == 1 && isOneOfPair(analysis, terms.places().getFirst().term());
  }

  private static boolean isOneOfPair(TextAnalysis analysis, String term) {
    boolean pairs =
        analysis.analyzer() == TextAnalysis.Analyzer.AUTO
            || analysis.analyzer() == TextAnalysis.Analyzer.CJK;
    return pairs
        && term.codePointCount(0, term.length()) == 1
        && switch (Character.UnicodeScript.of(term.codePointAt(0))) {
          case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
          default -> false;
        };
  }

  /** Returns a query for the character by itself or as either part of a pair. */
  static Query anywhere(String field, String term) {
    Automaton character = Automata.makeString(term);
    Automaton any = Automata.makeAnyChar();
    Automaton pairs =
        Operations.union(
            List.of(
                character,
                Operations.concatenate(List.of(character, any)),
                Operations.concatenate(List.of(any, character))));
    return new AutomatonQuery(
        new Term(field, term),
        Operations.determinize(pairs, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
  }
}
