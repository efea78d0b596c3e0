package dev.pilum.fts.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * The terms of a query's text.
 *
 * @param places terms in their order
 */
record QueryTerms(List<Place> places) {
  /** A longer query is a document: what comes later is not read. */
  private static final int MOST_PLACES = 100_000;

  /**
   * A term.
   *
   * @param position rises by more than one where terms were left out
   */
  record Place(String term, int position) {}

  /** Cuts a text into terms as the column's text was cut. */
  static QueryTerms of(TextFields fields, TextColumn field, String text) {
    return Lucene.call("read the text of a query", () -> read(fields, field, text));
  }

  private static QueryTerms read(TextFields fields, TextColumn field, String text)
      throws IOException {
    List<Place> places = new ArrayList<>();
    try (TokenStream tokens = fields.analyzer().tokenStream(field.luceneName(), text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      int position = -1;
      while (places.size() < MOST_PLACES && tokens.incrementToken()) {
        position += step.getPositionIncrement();
        places.add(new Place(term.toString(), position));
      }
      if (places.size() < MOST_PLACES) {
        tokens.end();
      }
    }
    return new QueryTerms(places);
  }

  /** Returns each term once, in the order of first appearance, with how often it stands there. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Place place : places) {
      counts.merge(place.term(), 1, Integer::sum);
    }
    return counts;
  }
}
