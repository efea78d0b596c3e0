package dev.pilum.bench.compare.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a step of the run took.
 *
 * @param step a line's title, or what else was done
 * @param seconds by engine; checks and warming up count too
 */
public record Spent(String step, Map<String, Double> seconds) {
  public Spent {
    seconds = new LinkedHashMap<>(seconds);
  }

  /** Returns the seconds of one engine, 0 where it had no part. */
  public double of(String engine) {
    return seconds.getOrDefault(engine, 0.0);
  }

  /** Returns the seconds of all engines. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
