package dev.pilum.engine.filter;

import dev.pilum.storage.scalar.Cut;
import dev.pilum.storage.scalar.Span;
import dev.pilum.storage.scalar.Zones;
import org.jspecify.annotations.Nullable;

/** What zones say of a test of their column. */
final class ZoneVerdict {
  /**
   * How many rows pass a test of which nothing is known: one in ten, as Selinger and others (1979)
   * took for equality.
   */
  private static final double UNKNOWN_FRACTION = 0.1;

  private ZoneVerdict() {}

  /**
   * Returns what a test can be for the rows of a block.
   *
   * @param spans where its values lie, {@code null} for anywhere
   */
  static int of(Zones zones, int block, @Nullable Spans spans) {
    int nulls = zones.nullCount(block);
    int unknown = nulls == 0 ? 0 : Verdicts.UNKNOWN;
    if (nulls == zones.rowsIn(block)) {
      return unknown;
    }
    if (spans == null) {
      return unknown | Verdicts.FALSE | Verdicts.TRUE;
    }
    if (!zones.mayHold(block, spans.spans())) {
      return unknown | Verdicts.FALSE;
    }
    boolean all = spans.exact() && zones.holdsOnly(block, spans.spans());
    return unknown | Verdicts.TRUE | (all ? 0 : Verdicts.FALSE);
  }

  /** Returns how many rows a condition should be true for, knowing what it can be. */
  static RowEstimate guess(Verdicts verdicts, int rowCount) {
    long least = verdicts.rowsOf(Verdicts.TRUE);
    long most = verdicts.rowsWith(Verdicts.TRUE);
    return RowEstimate.between(least, least + (most - least) * UNKNOWN_FRACTION, most, rowCount);
  }

  /**
   * Returns how many rows should lie in spans, as if the values of each block were spread evenly
   * between its least and greatest.
   */
  static RowEstimate estimate(Zones zones, Spans spans, Verdicts verdicts, int rowCount) {
    if (spans.spans().size() != 1) {
      return guess(verdicts, rowCount);
    }
    double expected = 0;
    long least = 0;
    for (int i = 0; i < zones.blocks(); i++) {
      int present = zones.rowsIn(i) - zones.nullCount(i);
      if ((verdicts.of(i) & Verdicts.TRUE) != 0) {
        boolean all = (verdicts.of(i) & Verdicts.FALSE) == 0;
        least += all ? present : 0;
        expected += all ? present : present * fraction(zones, i, spans.spans().getFirst());
      }
    }
    return RowEstimate.between(least, expected, verdicts.rowsWith(Verdicts.TRUE), rowCount);
  }

  private static double fraction(Zones zones, int block, Span span) {
    if (!zones.isOrdered()) {
      return UNKNOWN_FRACTION;
    }
    double least = (double) zones.least(block).upper();
    double width = (double) zones.greatest(block).upper() - least + 1;
    double from = Math.max(0, at(span.low(), least, 0));
    double to = Math.min(width, at(span.high(), least, width) + 1);
    return Math.clamp((to - from) / width, 0, 1);
  }

  private static double at(@Nullable Cut cut, double least, double otherwise) {
    return cut == null ? otherwise : (double) cut.key().upper() - least;
  }
}
