package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.Unit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line is about.
 *
 * @param id the same in every run
 * @param place among the figures that users ask for first, from 1; 0 for all others
 * @param why a peer may be better than Pilum; {@code null} for figures of no place
 */
record Measure(String id, String title, Unit unit, int place, @Nullable String why) {
  static Measure of(String id, String title, Unit unit) {
    return new Measure(id, title, unit, 0, null);
  }

  /** Returns one of the figures that users ask for first. */
  static Measure first(int place, String id, String title, Unit unit, String why) {
    return new Measure(id, title, unit, place, why);
  }

  /** Returns the line with what was found. */
  Line line(Map<String, Figure> figures) {
    return new Line(id, title, unit, place, why, figures);
  }
}
