package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.util.List;

/** What is measured of a store that begins with a hundred rows: its searches, and batches. */
final class SmallTrials {
  private static final int ROWS = 100;
  private static final List<Integer> LIMITS = List.of(1, 5, 10, 20);
  private static final int FORCED_WRITES = 20;
  private static final int BATCHES_EACH = 5;

  /** The batch that users ask for first. */
  private static final int FIRST_BATCH = 10_000;

  private final Ring ring;
  private final Corpus corpus;

  SmallTrials(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    ring.each(
        "loading 100 rows",
        contender -> {
          contender.small().insert(ROWS, ROWS, Long.MAX_VALUE);
          contender.small().store().settle();
          contender.small().checkSome();
        });
    for (int limit : LIMITS) {
      float[][] queries = corpus.queries();
      ring.line(
          Measure.of("search-100-" + limit, "search, limit " + limit + ", 100 rows", Unit.MICROS),
          ring.effort().rounds(),
          new Searches(
              ring.effort(),
              Contender::small,
              contender -> new Work.Search(queries, limit, contender.breadth(), Work.ALL),
              Searches.byTruth(corpus.truths(), Contender::small, queries, limit, Work.ALL)));
    }
    ring.each("counting forces", this::countForces);
    for (int rows : ring.effort().batches()) {
      batches(rows);
    }
  }

  private void countForces(Contender contender) throws java.io.IOException {
    Ground ground = contender.small();
    ground.insert(1, 1, Long.MAX_VALUE); // so that classes are loaded and files are there
    List<Doc> docs = corpus.docs(ground.nextKey(), ground.nextKey() + FORCED_WRITES);
    long[] made = new long[1];
    long forces =
        Forces.during(
            ground.store(),
            () -> made[0] = ground.insertThese(docs, ring.effort().writesNanos()).calls());
    contender.forced(forces < 0 ? Double.NaN : (double) forces / Math.max(1, made[0]));
  }

  private void batches(int rows) {
    Unit unit = Unit.PER_SECOND;
    String title = "%,d rows in a batch, rows".formatted(rows);
    Measure measure =
        rows == FIRST_BATCH
            ? Measure.first(
                2,
                "batch-" + rows,
                title,
                unit,
                "a batch is checked, logged, forced once and findable by key when the call"
                    + " returns; who is faster has not forced it, or looks up no keys")
            : Measure.of("batch-" + rows, title, unit);
    ring.line(
        measure,
        rows == FIRST_BATCH ? Math.min(3, ring.effort().rounds()) : ring.effort().rounds(),
        (contender, round) -> {
          Ground ground = contender.small();
          int batches = rows == FIRST_BATCH ? 1 : BATCHES_EACH;
          Done done = ground.insert(batches * rows, rows, ring.effort().callNanos());
          ground.check();
          double perSecond = rows * done.perSecond();
          return new Sample(perSecond, Double.NaN, contender.writesNote());
        });
  }
}
