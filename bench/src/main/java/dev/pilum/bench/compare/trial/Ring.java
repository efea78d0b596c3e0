package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets contenders take turns, and keeps what was found. What one of them cannot do, or fails to do,
 * stands in its place in the line and disturbs no other.
 */
final class Ring {
  private final List<Contender> contenders;
  private final Effort effort;
  private final PrintWriter messages;
  private final List<Line> lines = new ArrayList<>();
  private final Stopwatch stopwatch = new Stopwatch();

  Ring(List<Contender> contenders, Effort effort, PrintWriter messages) {
    this.contenders = List.copyOf(contenders);
    this.effort = effort;
    this.messages = messages;
  }

  /** What a contender does in a round. */
  interface Step {
    Sample take(Contender contender, int round) throws IOException;
  }

  List<Contender> contenders() {
    return contenders;
  }

  Effort effort() {
    return effort;
  }

  List<Line> lines() {
    return lines;
  }

  /** Returns how long who has taken for what. */
  Stopwatch stopwatch() {
    return stopwatch;
  }

  /** Adds a line that was made elsewhere. */
  void add(Line line) {
    lines.add(line);
  }

  /** Tells how far it has come. */
  void say(String message) {
    messages.println(message);
    messages.flush();
  }

  /** Measures a line in rounds; each time another contender is the first. */
  void line(Measure measure, int rounds, Step step) {
    long start = System.nanoTime();
    List<Tally> tallies = contenders.stream().map(Tally::new).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < tallies.size(); i++) {
        Tally tally = tallies.get((round + i) % tallies.size());
        long began = System.nanoTime();
        tally.take(step, round, effort.lineNanos());
        stopwatch.add(measure.title(), tally.contender.name(), began);
      }
    }
    Map<String, Figure> figures = new LinkedHashMap<>();
    tallies.forEach(tally -> figures.put(tally.contender.name(), tally.figure()));
    lines.add(measure.line(figures));
    say("%s: %.1f s".formatted(measure.title(), (System.nanoTime() - start) / 1e9));
  }

  /** Something that is done once by each contender and measures nothing. */
  interface Chore {
    void doFor(Contender contender) throws IOException;
  }

  /** Has each contender do something; says who could not. */
  void each(String what, Chore chore) {
    each(what, 0, chore);
  }

  /** As the other; in each round another contender is the first. */
  void each(String what, int round, Chore chore) {
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get((round + i) % contenders.size());
      long began = System.nanoTime();
      try {
        chore.doFor(contender);
      } catch (IOException | RuntimeException e) {
        say("%s: %s: %s".formatted(contender.name(), what, Tally.shortly(e)));
      }
      stopwatch.add(what, contender.name(), began);
    }
  }

  /** What a contender has shown in a line. */
  private static final class Tally {
    private static final int LONGEST = 160;

    private final Contender contender;
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable String failure;
    private long spentNanos;

    Tally(Contender contender) {
      this.contender = contender;
    }

    void take(Step step, int round, long mostNanos) {
      if (failure != null || (!samples.isEmpty() && spentNanos >= mostNanos)) {
        return;
      }
      long start = System.nanoTime();
      try {
        samples.add(step.take(contender, round));
      } catch (Unsupported | WrongAnswer e) {
        failure = e.getMessage();
      } catch (IOException | RuntimeException e) {
        failure = "failed: " + shortly(e);
      }
      spentNanos += System.nanoTime() - start;
    }

    Figure figure() {
      if (failure != null) {
        return Figure.none(failure);
      }
      double recall = samples.stream().mapToDouble(Sample::recall).average().orElse(Double.NaN);
      return Figure.of(
          samples.stream().mapToDouble(Sample::value).toArray(),
          Double.isNaN(recall) ? null : Double.valueOf(recall),
          samples.getLast().note());
    }

    static String shortly(Exception e) {
      String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      String named = e.getClass().getSimpleName() + ": " + text;
      return named.length() > LONGEST ? named.substring(0, LONGEST) + "..." : named;
    }
  }
}
