package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;

/** Builds the main stores: rows in batches, then everything indexed. */
final class Builds {
  private static final int BATCH = 5_000;
  private static final int REHEARSED_ROWS = 1_000;

  private final Ring ring;
  private final Corpus corpus;

  Builds(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    ring.each("rehearsal of the build", this::rehearse);
    ring.line(
        Measure.of("build", "load %,d rows and index them".formatted(corpus.rows()), Unit.SECONDS),
        1,
        (contender, round) -> build(contender));
  }

  /** Builds a small store, so that code is compiled. */
  private void rehearse(Contender contender) throws IOException {
    int rows = Math.min(REHEARSED_ROWS, corpus.rows());
    try (Store store = contender.newStore("rehearsal")) {
      store.run(new Work.Write(false, corpus.docs(0, rows), BATCH, 1), Long.MAX_VALUE);
      store.settle();
    }
  }

  private Sample build(Contender contender) throws IOException {
    double before = Heap.bytes();
    Ground ground = contender.newMain();
    long start = System.nanoTime();
    ground.insert(corpus.rows(), BATCH, Long.MAX_VALUE);
    ground.store().settle();
    double seconds = (System.nanoTime() - start) / 1e9;
    ground.checkSome();
    contender.builtOnHeap(Math.max(0, Heap.bytes() - before));
    return Sample.of(seconds);
  }
}
