package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.report.Spent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long engines have taken for which step. */
final class Stopwatch {
  private final Map<String, Map<String, Double>> steps = new LinkedHashMap<>();

  /** Adds what an engine took since a time of {@link System#nanoTime}. */
  void add(String step, String engine, long sinceNanos) {
    double seconds = (System.nanoTime() - sinceNanos) / 1e9;
    steps.computeIfAbsent(step, s -> new LinkedHashMap<>()).merge(engine, seconds, Double::sum);
  }

  /** Returns all steps, in the order in which they began. */
  List<Spent> spent() {
    return steps.entrySet().stream()
        .map(step -> new Spent(step.getKey(), step.getValue()))
        .toList();
  }
}
