package dev.pilum.cli.compare;

import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Vectors, their texts, and what is asked of them. Arrays are shared, not copied: leave them alone.
 *
 * @param name what people call the data set
 * @param base the vectors to keep, all of one dimension, at least 100
 * @param queries vectors to search for
 * @param texts a text for each vector of {@code base}; empty where there are none
 * @param queryWords words for each vector of {@code queries}; empty where there are none
 * @param judged which rows people found relevant, by place of the query; empty where nobody did
 */
public record CompareData(
    String name,
    float[][] base,
    float[][] queries,
    List<String> texts,
    List<String> queryWords,
    Map<Integer, Set<Integer>> judged) {
  /** Fewer rows are no data to compare with. */
  public static final int MINIMUM_ROWS = 100;

  public CompareData {
    texts = List.copyOf(texts);
    queryWords = List.copyOf(queryWords);
    judged = Map.copyOf(judged);
    if (base.length < MINIMUM_ROWS || queries.length == 0) {
      throw new InvalidRequest(
          "%s has %d vectors and %d queries; a comparison needs %d and 1"
              .formatted(name, base.length, queries.length, MINIMUM_ROWS));
    }
    if (base[0].length != queries[0].length) {
      throw new InvalidRequest(
          "%s: base.fvecs has dimension %d, query.fvecs %d; give files that belong together"
              .formatted(name, base[0].length, queries[0].length));
    }
    checkLines(name, "texts", texts.size(), base.length);
    checkLines(name, "queries in words", queryWords.size(), queries.length);
  }

  private static void checkLines(String name, String what, int lines, int vectors) {
    if (lines != 0 && lines != vectors) {
      throw new InvalidRequest(
          "%s has %d %s for %d vectors; each vector needs one"
              .formatted(name, lines, what, vectors));
    }
  }
}
