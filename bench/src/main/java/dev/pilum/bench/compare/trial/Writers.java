package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several threads upsert at a time, in stores of their own: where all is written again each time, a
 * large one takes hours. Rows that only one thread writes, and rows that all of them write, are
 * lines apart: an engine that is wrong about the latter may be right about the former.
 */
final class Writers {
  private static final int THREADS = 8;

  /** Upserts of each thread between two looks at the clock. */
  private static final int WAVE = 5;

  private final Ring ring;
  private final Corpus corpus;

  Writers(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    line(
        Measure.of("writers", "upserts by %d threads".formatted(THREADS), Unit.PER_SECOND),
        this::ownKeys);
    line(
        Measure.of(
            "writers-same",
            "upserts by %d threads of the same keys".formatted(THREADS),
            Unit.PER_SECOND),
        this::sameKeys);
  }

  /** Rows of a wave. */
  private interface Wave {
    List<Doc> rows(int number);
  }

  private void line(Measure measure, Wave wave) {
    ring.line(
        measure,
        1,
        (contender, round) -> {
          try (Ground ground = new Ground(corpus, contender.newStore(measure.id()))) {
            return writeTogether(ground, wave);
          }
        });
  }

  /** Keys that no other thread writes. */
  private List<Doc> ownKeys(int wave) {
    int each = THREADS * WAVE;
    return corpus.docs(wave * each, (wave + 1) * each);
  }

  /** Few keys, which each thread writes, each with other values. */
  private List<Doc> sameKeys(int wave) {
    List<Doc> rows = new ArrayList<>();
    for (int key = wave * WAVE; key < (wave + 1) * WAVE; key++) {
      for (int thread = 0; thread < THREADS; thread++) {
        Doc values = corpus.doc(key + thread);
        rows.add(new Doc(key, values.bucket(), values.body(), values.vector()));
      }
    }
    return rows;
  }

  /** Writes waves until all are written or time is up; looks for each row after each wave. */
  private Sample writeTogether(Ground ground, Wave wave) throws IOException {
    long nanos = 0;
    long calls = 0;
    int waves = (ring.effort().writersRows() + WAVE - 1) / WAVE;
    for (int i = 0; i < waves && nanos < ring.effort().writesNanos(); i++) {
      List<Doc> rows = wave.rows(i);
      Done done = ground.upsertTogether(rows, THREADS);
      nanos += done.wallNanos();
      calls += done.calls();
      ground.checkNumber();
      checkAllThere(ground, rows);
    }
    return new Sample(calls * 1e9 / Math.max(1, nanos), Double.NaN, "none lost, none twice");
  }

  /** Each key has one of the rows that were written with it. */
  private static void checkAllThere(Ground ground, List<Doc> rows) throws IOException {
    int[] keys = rows.stream().mapToInt(Doc::key).distinct().toArray();
    try {
      int[][] answers = ground.ask(new Work.Get(keys), Long.MAX_VALUE).answers();
      for (int i = 0; i < keys.length; i++) {
        int key = keys[i];
        RowCheck.checkOneOf(rows.stream().filter(row -> row.key() == key).toList(), answers[i]);
      }
    } catch (Unsupported e) {
      checkExist(ground, keys);
    }
  }

  private static void checkExist(Ground ground, int[] keys) throws IOException {
    try {
      int missing = 0;
      for (int[] answer : ground.ask(new Work.Exists(keys), Long.MAX_VALUE).answers()) {
        missing += answer[0] == 1 ? 0 : 1;
      }
      if (missing > 0) {
        throw new WrongAnswer("%d of %d rows are lost".formatted(missing, keys.length));
      }
    } catch (Unsupported e) {
      // then the right count has to do
    }
  }
}
