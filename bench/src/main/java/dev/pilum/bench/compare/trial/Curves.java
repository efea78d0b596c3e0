package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.Report.Curve;
import dev.pilum.bench.compare.report.Report.Curve.Point;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast engines are at which recall; each goes on with the fewest candidates that reach the
 * wanted recall, so that what is timed later is timed at the same quality.
 */
final class Curves {
  /** Candidates before anything is known. */
  static final int DEFAULT_BREADTH = 40;

  /** The recall with which engines are compared. */
  static final double WANTED = 0.95;

  private static final int LIMIT = 10;
  private static final List<Integer> BREADTHS = List.of(10, 20, 40, 80, 160, 320);
  private static final List<Double> RECALLS = List.of(0.95, 0.99);

  private final Ring ring;
  private final Corpus corpus;
  private final Map<Contender, Map<Integer, Double>> recalls = new LinkedHashMap<>();
  private final Map<Contender, Map<Integer, int[][]>> checked = new LinkedHashMap<>();
  private final Map<Contender, String> failures = new LinkedHashMap<>();
  private final Map<Contender, Map<Integer, List<Double>>> speeds = new LinkedHashMap<>();

  Curves(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  /** Measures, adds the lines of speeds at each recall, and returns the curves. */
  List<Curve> run() {
    ring.each("recall by breadth", contender -> rightly(contender, this::check));
    for (int round = 0; round < ring.effort().rounds(); round++) {
      ring.each("speed by breadth", round, contender -> rightly(contender, this::time));
    }
    ring.say("recall by breadth: done");
    List<Curve> curves = new ArrayList<>();
    speeds.forEach((contender, byBreadth) -> curves.add(curve(contender, byBreadth)));
    for (double recall : RECALLS) {
      ring.add(line(recall, curves));
    }
    return curves;
  }

  /** Remembers who answered wrongly, and asks them nothing more. */
  private void rightly(Contender contender, Ring.Chore chore) throws IOException {
    if (failures.containsKey(contender)) {
      return;
    }
    try {
      chore.doFor(contender);
    } catch (Unsupported | WrongAnswer e) {
      failures.put(contender, String.valueOf(e.getMessage()));
      speeds.remove(contender);
      throw e;
    }
  }

  private static List<Integer> breadths(Contender contender) {
    return contender.engine().exact() ? List.of(LIMIT) : BREADTHS;
  }

  private Work work(int breadth) {
    return new Work.Search(corpus.queries(), LIMIT, breadth, Work.ALL);
  }

  private void check(Contender contender) throws IOException {
    Ground ground = contender.main();
    int[][] truth = corpus.truths().of(ground.live(), corpus.queries(), LIMIT, Work.ALL);
    Map<Integer, int[][]> answered = new LinkedHashMap<>();
    Map<Integer, Double> found = new LinkedHashMap<>();
    int chosen = 0;
    for (int breadth : breadths(contender)) {
      int[][] answers = ground.ask(work(breadth), Long.MAX_VALUE).answers();
      AnswerCheck.ofVectors(ground, corpus.queries(), answers, LIMIT, Work.ALL);
      answered.put(breadth, answers);
      double recall = Truth.recall(answers, truth);
      found.put(breadth, recall);
      chosen = chosen == 0 && recall >= WANTED ? breadth : chosen;
      Repeated.until(ground.store(), work(breadth), ring.effort().warmUpNanos() / BREADTHS.size());
    }
    Searches.checkRight(found.getOrDefault(breadths(contender).getLast(), 0.0));
    recalls.put(contender, found);
    checked.put(contender, answered);
    contender.searchWith(chosen == 0 ? breadths(contender).getLast() : chosen);
  }

  private void time(Contender contender) throws IOException {
    Map<Integer, int[][]> before = checked.getOrDefault(contender, Map.of());
    for (int breadth : before.keySet()) {
      Done done =
          Repeated.until(
              contender.main().store(), work(breadth), ring.effort().callNanos() / BREADTHS.size());
      Searches.checkSame(before.getOrDefault(breadth, new int[0][]), done.answers());
      speeds
          .computeIfAbsent(contender, c -> new LinkedHashMap<>())
          .computeIfAbsent(breadth, b -> new ArrayList<>())
          .add(done.perSecond());
    }
  }

  private Curve curve(Contender contender, Map<Integer, List<Double>> byBreadth) {
    List<Point> points = new ArrayList<>();
    Map<Integer, Double> found = recalls.getOrDefault(contender, Map.of());
    byBreadth.forEach((breadth, each) ->
        points.add(new Point(breadth, found.getOrDefault(breadth, 0.0), figure(each).value())));
    return new Curve(contender.name(), points);
  }

  private static Sample figure(List<Double> rounds) {
    Double median =
        Figure.of(rounds.stream().mapToDouble(speed -> speed).toArray(), null, null).median();
    return Sample.of(median == null ? Double.NaN : median);
  }

  private Line line(double recall, List<Curve> curves) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Contender contender : ring.contenders()) {
      figures.put(contender.name(), Figure.none(failures.getOrDefault(contender, "no searches")));
    }
    for (Curve curve : curves) {
      figures.put(curve.peer(), at(recall, curve));
    }
    return Measure.first(
            recall < 0.99 ? 3 : 4,
            "qps-" + Math.round(100 * recall),
            "searches at recall %.2f".formatted(recall),
            Unit.PER_SECOND,
            "a walk compares int8 codes and ranks what it finds by the stored vectors, both in"
                + " mapped files; a peer whose steps are cheaper on these vectors, or that needs"
                + " fewer of them, is faster")
        .line(figures);
  }

  /** The speed at a recall by a straight line between logarithms, as {@code bench ann} has it. */
  private static Figure at(double recall, Curve curve) {
    double speed =
        new dev.pilum.bench.ann.Curve(
                curve.points().stream()
                    .map(point ->
                        new dev.pilum.bench.ann.Curve.Point(point.recall(), point.perSecond()))
                    .toList())
            .perSecondAt(recall);
    return Double.isNaN(speed)
        ? Figure.none("reaches %.3f".formatted(curve.points().getLast().recall()))
        : Figure.of(new double[] {speed}, null, null);
  }
}
