package dev.pilum.bench.ann;

import dev.pilum.cli.ann.AnnRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How fast engines are at the same recall, for people. The first engine is Pilum. */
final class Comparison {
  private static final List<Double> RECALLS = List.of(0.95, 0.99);

  private final List<Contestant> contestants;
  private final AnnRequest request;

  Comparison(List<Contestant> contestants, AnnRequest request) {
    this.contestants = contestants;
    this.request = request;
  }

  /** Prints a line for each engine: speeds, Pilum's speed over it, its build over Pilum's. */
  void print(PrintWriter out) {
    out.printf(
        "%s: %d rows of %d, %s, %d thread(s), medians of %d rounds; JDK %s%n",
        request.file(),
        request.base().length,
        request.base()[0].length,
        request.metric(),
        request.threads(),
        request.rounds(),
        Runtime.version());
    out.printf(
        "%-14s %10s %12s %10s %12s %10s %12s%n",
        "engine", "qps@.95", "pilum/it", "qps@.99", "pilum/it", "build cpu", "pilum/it");
    Contestant pilum = contestants.getFirst();
    contestants.forEach(contestant -> out.println(line(contestant, pilum)));
    out.flush();
  }

  private String line(Contestant contestant, Contestant pilum) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", contestant.label()));
    for (double recall : RECALLS) {
      double own = contestant.curve().perSecondAt(recall);
      line.append(
          String.format(
              Locale.ROOT,
              " %10s %12s",
              number("%.0f", own),
              ratio(pilum.curve().perSecondAt(recall) / own)));
    }
    double cpu = contestant.build().cpuSeconds();
    return line.append(
            String.format(
                Locale.ROOT, " %9.2fs %12s", cpu, ratio(pilum.build().cpuSeconds() / cpu)))
        .toString();
  }

  private static String ratio(double value) {
    return number("%.2f x", value);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
