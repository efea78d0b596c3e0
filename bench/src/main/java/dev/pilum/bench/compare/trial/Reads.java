package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.Unit;
import java.util.ArrayList;
import java.util.List;

/** Reads of the main stores at rest. */
final class Reads {
  private static final List<Integer> LIMITS = List.of(1, 5, 10, 20);
  private static final int LIMIT = 10;
  private static final int KEYS = 500;
  private static final int TENTH = Doc.BUCKETS / 10;
  private static final int HUNDREDTH = Doc.BUCKETS / 100;

  private final Ring ring;
  private final Corpus corpus;

  Reads(Ring ring, Corpus corpus) {
    this.ring = ring;
    this.corpus = corpus;
  }

  void run() {
    String rows = ", %,d rows".formatted(corpus.rows());
    for (int limit : LIMITS) {
      search(
          Measure.of("search-" + limit, "search, limit " + limit + rows, Unit.MICROS),
          limit,
          Work.ALL);
    }
    search(
        Measure.first(
            5,
            "filter-1",
            "search where 1 % of the rows match",
            Unit.MICROS,
            "so few rows are compared one by one, after the filter's index named them; who is"
                + " faster plans less, or reads vectors from the heap"),
        LIMIT,
        HUNDREDTH);
    search(
        Measure.of("filter-10", "search where 10 % of the rows match", Unit.MICROS), LIMIT, TENTH);
    if (!corpus.questions().isEmpty()) {
      byWords();
    }
    byKey();
  }

  private void search(Measure measure, int limit, int below) {
    ring.line(
        measure,
        ring.effort().rounds(),
        new Searches(
            ring.effort(),
            Contender::main,
            contender ->
                new Work.Search(
                    corpus.queries(), limit, Math.max(limit, contender.breadth()), below),
            Searches.byTruth(corpus.truths(), Contender::main, corpus.queries(), limit, below)));
  }

  private void byWords() {
    List<Corpus.Question> questions = corpus.questions();
    List<String> words = questions.stream().map(Corpus.Question::words).toList();
    float[][] vectors = questions.stream().map(Corpus.Question::vector).toArray(float[][]::new);
    ring.line(
        Measure.of("text", "text search", Unit.MICROS),
        ring.effort().rounds(),
        new Searches(
            ring.effort(),
            Contender::main,
            contender -> new Work.Words(words, LIMIT),
            Searches.byRight(Contender::main, questions, LIMIT)));
    ring.line(
        Measure.first(
            6,
            "hybrid",
            "hybrid search",
            Unit.MICROS,
            "both legs fetch 100 candidates each and one version is read by both; who is faster"
                + " walks less far, or scores words with fewer statistics"),
        ring.effort().rounds(),
        new Searches(
            ring.effort(),
            Contender::main,
            contender -> new Work.Hybrid(vectors, words, LIMIT, contender.breadth()),
            Searches.byRight(Contender::main, questions, LIMIT)));
  }

  private void byKey() {
    ring.line(
        Measure.of("get", "get a row by key", Unit.MICROS),
        ring.effort().rounds(),
        (contender, round) -> {
          int[] keys = contender.main().someKeys(KEYS);
          if (round == 0) {
            checkGet(keys, contender.main().ask(new Work.Get(keys), Long.MAX_VALUE).answers());
            Repeated.until(
                contender.main().store(), new Work.Get(keys), ring.effort().warmUpNanos());
          }
          Done done =
              Repeated.until(
                  contender.main().store(), new Work.Get(keys), ring.effort().callNanos());
          checkGet(keys, done.answers());
          return Sample.of(done.micros(50));
        });
    ring.line(
        Measure.of("exists", "ask whether a key is there", Unit.MICROS),
        ring.effort().rounds(),
        (contender, round) -> {
          int[] keys = halfOfThemMissing(contender.main());
          if (round == 0) {
            checkExists(
                contender.main(),
                keys,
                contender.main().ask(new Work.Exists(keys), Long.MAX_VALUE).answers());
            Repeated.until(
                contender.main().store(), new Work.Exists(keys), ring.effort().warmUpNanos());
          }
          Done done =
              Repeated.until(
                  contender.main().store(), new Work.Exists(keys), ring.effort().callNanos());
          checkExists(contender.main(), keys, done.answers());
          return Sample.of(done.micros(50));
        });
  }

  private void checkGet(int[] keys, int[][] answers) {
    for (int i = 0; i < answers.length; i++) {
      RowCheck.checkSame(corpus.doc(keys[i]), answers[i]);
    }
  }

  private static int[] halfOfThemMissing(Ground ground) {
    List<Integer> keys = new ArrayList<>();
    for (int key : ground.someKeys(KEYS / 2)) {
      keys.add(key);
      keys.add(ground.nextKey() + key);
    }
    return keys.stream().mapToInt(key -> key).toArray();
  }

  private static void checkExists(Ground ground, int[] keys, int[][] answers) {
    for (int i = 0; i < answers.length; i++) {
      if (answers[i][0] != (keys[i] < ground.nextKey() ? 1 : 0)) {
        throw new WrongAnswer("key %d".formatted(keys[i]));
      }
    }
  }
}
