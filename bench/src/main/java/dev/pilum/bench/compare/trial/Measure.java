package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.report.Unit;

/**
 * What a line is about.
 *
 * @param id the same in every run
 * @param place among the figures that users ask for first, from 1; 0 for all others
 */
record Measure(String id, String title, Unit unit, int place) {
  static Measure of(String id, String title, Unit unit) {
    return new Measure(id, title, unit, 0);
  }

  static Measure first(int place, String id, String title, Unit unit) {
    return new Measure(id, title, unit, place);
  }
}
