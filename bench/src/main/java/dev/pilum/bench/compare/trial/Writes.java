package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes to the main stores, one by one, and searches after many of them. */
final class Writes {
  private static final int LIMIT = 10;
  private static final int CALLS = 200;
  private static final String FAILED = "cannot be written to";

  private final Ring ring;
  private final Corpus corpus;

  Writes(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    line(
        Measure.first(
            1,
            "insert",
            "durable insert of one row",
            Unit.MICROS,
            "each insert waits for one force of the log, which is as fast as the disk; who is"
                + " faster has not forced it, or changes fewer blocks of the disk"),
        (contender, round) -> contender.main().insert(CALLS, 1, ring.effort().callNanos()));
    line(
        Measure.of("upsert", "upsert of one row", Unit.MICROS),
        (contender, round) ->
            contender.main().upsert(again(contender, round), 1, ring.effort().callNanos()));
    line(
        Measure.of("update", "update of one column of one row", Unit.MICROS),
        (contender, round) ->
            contender
                .main()
                .move(contender.main().someKeys(CALLS), round, ring.effort().callNanos()));
    line(
        Measure.of("delete", "delete of one row", Unit.MICROS),
        (contender, round) ->
            contender.main().delete(contender.main().someKeys(CALLS), ring.effort().callNanos()));
    afterManyWrites();
  }

  /** Calls of a round. */
  private interface Calls {
    Done make(Contender contender, int round) throws IOException;
  }

  private void line(Measure measure, Calls calls) {
    ring.line(
        measure,
        ring.effort().rounds(),
        (contender, round) -> {
          Done done = calls.make(contender, round);
          contender.main().check();
          return new Sample(done.micros(50), Double.NaN, contender.writesNote());
        });
  }

  /** Rows that are there, with the vector and text of others. */
  private List<Doc> again(Contender contender, int round) {
    List<Doc> docs = new ArrayList<>();
    for (int key : contender.main().someKeys(CALLS)) {
      Doc other = corpus.doc(key + round + 1);
      docs.add(new Doc(key, other.bucket(), other.body(), other.vector()));
    }
    return docs;
  }

  /** Upserts one by one, half of them new rows, then searches. */
  private void afterManyWrites() {
    int wanted = ring.effort().singleWrites();
    Map<Contender, String> notes = new HashMap<>();
    ring.line(
        Measure.of("single-writes", "%,d upserts one by one".formatted(wanted), Unit.PER_SECOND),
        1,
        (contender, round) -> {
          notes.put(contender, FAILED);
          Done done = writeMany(contender.main(), wanted);
          notes.put(contender, done.calls() < wanted ? "after %,d".formatted(done.calls()) : "");
          return new Sample(done.perSecond(), Double.NaN, contender.writesNote());
        });
    Searches searches =
        new Searches(
            ring.effort(),
            Contender::main,
            contender -> new Work.Search(corpus.queries(), LIMIT, contender.breadth(), Work.ALL),
            Searches.byTruth(corpus.truths(), Contender::main, corpus.queries(), LIMIT, Work.ALL));
    ring.line(
        Measure.first(
            9,
            "after-writes",
            "search after %,d single writes".formatted(wanted),
            Unit.MICROS,
            "rows not yet in a segment have an index of their own, and each search asks all of"
                + " them; who is faster keeps one index, or was stopped after fewer writes"),
        ring.effort().rounds(),
        (contender, round) -> {
          contender.main().store(); // says so when it holds other rows
          String note = notes.getOrDefault(contender, "");
          if (note.equals(FAILED)) {
            throw new Unsupported(note);
          }
          Sample sample = searches.take(contender, round);
          return new Sample(sample.value(), sample.recall(), note.isEmpty() ? null : note);
        });
  }

  private Done writeMany(Ground ground, int wanted) throws IOException {
    List<Doc> docs = new ArrayList<>();
    int[] there = ground.someKeys(wanted / 2);
    int next = ground.nextKey();
    for (int i = 0; i < wanted; i++) {
      boolean replaces = i % 2 == 0 && i / 2 < there.length;
      Doc doc = corpus.doc(next + i);
      docs.add(replaces ? new Doc(there[i / 2], doc.bucket(), doc.body(), doc.vector()) : doc);
    }
    Done done = ground.upsert(docs, 1, ring.effort().writesNanos());
    ground.check();
    return done;
  }
}
