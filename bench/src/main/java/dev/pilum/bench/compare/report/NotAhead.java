package dev.pilum.bench.compare.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The figures that users ask for first in which some peer is better than Pilum. */
final class NotAhead {
  private NotAhead() {}

  /**
   * A figure, who is better in it, and why that may be.
   *
   * @param peers each with by how much it is better, the best first
   */
  record Place(String title, String peers, String why) {}

  /** Returns the places, in the order of the figures. */
  static List<Place> of(Report report) {
    List<Place> places = new ArrayList<>();
    for (Line line : report.firstLines()) {
      List<String> ahead =
          report.measured().stream()
              .filter(engine -> line.advantageOver(engine) < 1)
              .sorted(Comparator.comparingDouble(line::advantageOver))
              .map(engine -> said(line, engine))
              .toList();
      if (!ahead.isEmpty()) {
        String why = line.why();
        places.add(new Place(line.title(), String.join("; ", ahead), why == null ? "" : why));
      }
    }
    return places;
  }

  private static String said(Line line, String engine) {
    Figure figure = line.figures().get(engine);
    String note = figure == null || figure.note() == null ? "" : ", " + figure.note();
    return "%s %s better (%s%s)"
        .formatted(
            engine,
            Numbers.times(1 / line.advantageOver(engine)),
            figure == null ? "-" : Numbers.figure(figure, line.unit()),
            note);
  }
}
