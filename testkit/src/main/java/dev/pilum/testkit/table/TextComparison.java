package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.TextHit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares text searches with reading every row: the same rows, and where no dead rows are left the
 * scores of BM25 as it is written in books.
 */
final class TextComparison {
  /** Of BM25: how much a word's repetitions count, and how much the text's length. */
  private static final double K1 = 1.2;

  private static final double B = 0.75;

  /** Lucene adds up float32. */
  private static final double RELATIVE_ERROR = 1e-5;

  private TextComparison() {}

  /**
   * Asserts that each word, and two together, are found where they are. Asks nothing of the disk.
   */
  static void assertSame(Reader reader, TableModel model) {
    assertSame(reader, model, false);
  }

  /** As {@link #assertSame(Reader, TableModel)}; where no row is dead the scores are right too. */
  static void assertSameScores(Table table, TableModel model) {
    assertSame(table, model, hasNoDeadRows(table.stats()));
  }

  private static void assertSame(Reader reader, TableModel model, boolean scored) {
    List<Row> rows = List.copyOf(model.rows());
    for (String word : Columns.WORDS) {
      assertSame(reader, rows, List.of(word), scored);
    }
    assertSame(reader, rows, Columns.WORDS.subList(1, 3), scored);
  }

  private static void assertSame(
      Reader reader, List<Row> rows, List<String> words, boolean scored) {
    List<TextHit> hits =
        reader.searchText(Columns.BODY, String.join(" ", words)).limit(1 + rows.size()).hits();
    List<Object> found = hits.stream().map(hit -> TableModel.key(hit.row())).toList();
    assertThat(found)
        .as("rows with one of %s", words)
        .containsExactlyInAnyOrderElementsOf(
            rows.stream()
                .filter(row -> !Collections.disjoint(words(row), words))
                .map(TableModel::key)
                .toList());
    assertOrdered(hits, rows.stream().map(TableModel::key).toList());
    if (scored) {
      Bm25 bm25 = new Bm25(rows.stream().map(TextComparison::words).toList());
      for (TextHit hit : hits) {
        double score = bm25.score(words, words(hit.row()));
        assertThat((double) hit.score())
            .as("score of %s for %s", hit.row(), words)
            .isCloseTo(score, within(RELATIVE_ERROR * score));
      }
    }
  }

  /** Best first; earlier written first among equals, wherever they lie. */
  private static void assertOrdered(List<TextHit> hits, List<Object> written) {
    for (int i = 1; i < hits.size(); i++) {
      TextHit before = hits.get(i - 1);
      TextHit after = hits.get(i);
      boolean ordered =
          before.score() > after.score()
              || (before.score() == after.score()
                  && written.indexOf(TableModel.key(before.row()))
                      < written.indexOf(TableModel.key(after.row())));
      assertThat(ordered).as("%s before %s", before, after).isTrue();
    }
  }

  private static boolean hasNoDeadRows(TableStats stats) {
    long stored = stats.memtableRows();
    for (TableStats.SegmentStats segment : stats.segments()) {
      stored += segment.rows();
    }
    return stored == stats.rows();
  }

  private static List<String> words(Row row) {
    String body = row.text(Columns.BODY);
    return body == null || body.isEmpty() ? List.of() : List.of(body.split(" "));
  }

  /**
   * Okapi BM25 with the statistics of all rows. As Lucene has it: rows without words do not count,
   * and the factor {@code k1 + 1} that all scores have in common is left out.
   */
  private static final class Bm25 {
    private final List<List<String>> texts;
    private final double averageLength;

    Bm25(List<List<String>> all) {
      texts = new ArrayList<>(all);
      texts.removeIf(List::isEmpty);
      averageLength = texts.stream().mapToInt(List::size).average().orElse(0);
    }

    double score(List<String> words, List<String> text) {
      double length = K1 * (1 - B + B * text.size() / averageLength);
      double score = 0;
      for (String word : words) {
        double frequency = Collections.frequency(text, word);
        score += rarity(word) * frequency / (frequency + length);
      }
      return score;
    }

    private double rarity(String word) {
      long with = texts.stream().filter(text -> text.contains(word)).count();
      return Math.log(1 + (texts.size() - with + 0.5) / (with + 0.5));
    }
  }
}
