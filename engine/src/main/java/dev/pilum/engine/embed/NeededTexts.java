package dev.pilum.engine.embed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The texts that rows of a batch need vectors of, each once however many rows have it. */
final class NeededTexts {
  private final int[] places;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> placeOfText = new HashMap<>();

  NeededTexts(int rowCount) {
    places = new int[rowCount];
    Arrays.fill(places, -1);
  }

  /** Notes that a row needs a vector; does nothing when it has no text. */
  void add(int row, @Nullable String text) {
    if (text != null) {
      Integer known = placeOfText.putIfAbsent(text, texts.size());
      places[row] = known == null ? texts.size() : known;
      if (known == null) {
        texts.add(text);
      }
    }
  }

  /** Returns the texts in the order of the first rows that have them. */
  List<String> texts() {
    return texts;
  }

  /** Returns the place of a row's text, or -1 when it needs no vector. */
  int placeOf(int row) {
    return places[row];
  }

  /** Returns the rows that have this text. */
  IntStream rowsOf(int place) {
    return IntStream.range(0, places.length).filter(row -> places[row] == place);
  }

  /**
   * Returns the rows that have texts {@code from} to {@code to - 1}, such as {@code rows 3 to 9}.
   */
  String describe(int from, int to) {
    int[] rows =
        IntStream.range(0, places.length)
            .filter(row -> places[row] >= from && places[row] < to)
            .toArray();
    if (rows.length == 1) {
      return "row " + rows[0];
    }
    int last = rows[rows.length - 1];
    boolean gapless = last - rows[0] == rows.length - 1;
    return gapless
        ? "rows %d to %d".formatted(rows[0], last)
        : "%d rows from %d to %d".formatted(rows.length, rows[0], last);
  }
}
