package dev.pilum.bench.compare.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured of all engines.
 *
 * @param id the same in every run, so that runs can be compared
 * @param title for people
 * @param place among the figures that users ask for first, from 1; 0 for all others
 * @param why a peer may be better than Pilum, a sentence; {@code null} where nobody asks
 * @param figures by engine, Pilum first
 */
public record Line(
    String id,
    String title,
    Unit unit,
    int place,
    @Nullable String why,
    Map<String, Figure> figures) {
  /** The engine that others are compared with. */
  public static final String PILUM = "pilum";

  public Line {
    figures = new LinkedHashMap<>(figures);
  }

  /**
   * Returns by how much Pilum is better than an engine: 2 is twice as good, 0.5 half as good; NaN
   * where one of them has no figure.
   */
  public double advantageOver(String engine) {
    Figure own = figures.get(PILUM);
    Figure other = figures.get(engine);
    Double ours = own == null ? null : own.median();
    Double theirs = other == null ? null : other.median();
    return ours == null || theirs == null ? Double.NaN : unit.advantage(ours, theirs);
  }
}
