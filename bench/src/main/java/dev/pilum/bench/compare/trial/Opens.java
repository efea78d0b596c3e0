package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Closes and opens main stores: how long it takes, and what they take of memory and disk. */
final class Opens {
  private static final int LIMIT = 10;
  private static final double MIB = 1 << 20;

  private final Ring ring;
  private final Corpus corpus;
  private final Map<Contender, List<Double>> firstMicros = new HashMap<>();

  Opens(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    int rounds = ring.effort().rounds();
    ring.line(
        Measure.first(
            7,
            "open",
            "open, %,d rows".formatted(corpus.rows()),
            Unit.MILLIS,
            "opening takes the folder's lock, reads two manifests and the end of the log, opens"
                + " and checks the eight files of a segment, in code that has hardly run before;"
                + " who is faster has one file, checks less, is native code, or a server that runs"
                + " already"),
        rounds,
        (contender, round) -> open(contender));
    ring.line(
        Measure.of("first-query", "first search after opening", Unit.MILLIS),
        rounds,
        (contender, round) -> {
          List<Double> micros = firstMicros.get(contender);
          if (micros == null) {
            throw new Unsupported("keeps nothing on disk");
          }
          return Sample.of(micros.get(Math.min(round, micros.size() - 1)) / 1e3);
        });
    ring.line(
        Measure.of("disk", "disk, %,d rows".formatted(corpus.rows()), Unit.MIB),
        1,
        (contender, round) -> Sample.of(onDisk(contender.main()) / MIB));
    ring.line(
        Measure.first(
            8,
            "memory",
            "memory, opened and searched",
            Unit.MIB,
            "walks read int8 codes beside the graph, a quarter on top of the vectors, which rank"
                + " the hits, on the heap once searches are many, and a key index is mapped too;"
                + " pages count as far as they are resident, and go when others need the memory"),
        1,
        (contender, round) -> memory(contender));
  }

  private static long onDisk(Ground ground) throws IOException {
    long bytes = ground.store().diskBytes();
    if (bytes < 0) {
      throw new Unsupported("keeps nothing on disk");
    }
    return bytes;
  }

  private Sample open(Contender contender) throws IOException {
    Ground ground = contender.main();
    onDisk(ground);
    ground.close();
    long start = System.nanoTime();
    Store opened = contender.openMain();
    long nanos = opened.openNanos() < 0 ? System.nanoTime() - start : opened.openNanos();
    ground.reopened(opened);
    float[][] one = Arrays.copyOf(corpus.queries(), 1);
    Done first = ground.ask(search(contender, one), Long.MAX_VALUE);
    firstMicros.computeIfAbsent(contender, c -> new ArrayList<>()).add(first.micros(50));
    AnswerCheck.ofVectors(ground, one, first.answers(), LIMIT, Work.ALL);
    ground.checkSome();
    return Sample.of(nanos / 1e6);
  }

  private static Work search(Contender contender, float[][] queries) {
    return new Work.Search(queries, LIMIT, contender.breadth(), Work.ALL);
  }

  /** Closes the store, collects garbage, opens it, searches, collects again. */
  private Sample memory(Contender contender) throws IOException {
    Ground ground = contender.main();
    if (ground.store().diskBytes() < 0) {
      return new Sample(contender.heapOfBuild() / MIB, Double.NaN, "since it was built");
    }
    ground.close();
    double before = Heap.bytes();
    ground.reopened(contender.openMain());
    ground.ask(search(contender, corpus.queries()), Long.MAX_VALUE);
    double heap = Math.max(0, Heap.bytes() - before);
    long outside = ground.store().bytesOutsideHeap();
    boolean here = ground.store().processId() == ProcessHandle.current().pid();
    String note = here ? "%.1f heap, rest mapped".formatted(heap / MIB) : "its own process";
    if (outside < 0) {
      throw new Unsupported("native memory, not counted");
    }
    return new Sample(((here ? heap : 0) + outside) / MIB, Double.NaN, note);
  }
}
