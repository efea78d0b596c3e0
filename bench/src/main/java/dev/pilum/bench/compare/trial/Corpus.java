package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.cli.compare.CompareData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The rows that engines keep, and the questions they are asked. */
final class Corpus {
  /** Of everything here that is left to chance. */
  static final long SEED = 0x5EED;

  /** Words of a question that is made of a row's own text. */
  private static final int OWN_WORDS = 4;

  private static final double NOISE = 0.02;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final CompareData data;
  private final int rows;
  private final float[][] queries;
  private final List<Question> questions;
  private final Truths truths = new Truths();

  /**
   * A question in words and as a vector.
   *
   * @param right keys of rows of which one should be found
   */
  record Question(String words, float[] vector, Set<Integer> right) {}

  Corpus(CompareData data, Effort effort) {
    this.data = data;
    this.rows = Math.min(effort.rows(), data.base().length);
    this.queries = Arrays.copyOf(data.queries(), Math.min(effort.queries(), data.queries().length));
    this.questions = data.texts().isEmpty() ? List.of() : questions(effort.queries());
  }

  String name() {
    return data.name();
  }

  /** Returns how many rows the main store begins with. */
  int rows() {
    return rows;
  }

  int dimension() {
    return data.base()[0].length;
  }

  /** Returns vectors to search for, none of which is a row. */
  float[][] queries() {
    return queries;
  }

  /** Returns true answers, as far as they are known already. */
  Truths truths() {
    return truths;
  }

  /** Returns questions in words; empty where rows have no texts. */
  List<Question> questions() {
    return questions;
  }

  /**
   * Returns the row with a key: one of the data, or, for keys beyond, one of them again with a
   * little noise on its vector.
   */
  Doc doc(int key) {
    int row = key % data.base().length;
    float[] vector = key == row ? data.base()[row] : noisy(data.base()[row], key);
    return new Doc(key, bucket(key), data.texts().isEmpty() ? "" : data.texts().get(row), vector);
  }

  /** Returns the rows with keys from {@code from} until before {@code to}. */
  List<Doc> docs(int from, int to) {
    List<Doc> docs = new ArrayList<>(to - from);
    for (int key = from; key < to; key++) {
      docs.add(doc(key));
    }
    return docs;
  }

  /** Scatters keys over buckets. */
  private static int bucket(int key) {
    return (int) Long.remainderUnsigned(((key + 1) * GOLDEN) >>> 20, Doc.BUCKETS);
  }

  private static float[] noisy(float[] vector, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    double size = NOISE * Math.sqrt(square / vector.length);
    float[] noisy = vector.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (size * random.nextGaussian());
    }
    return noisy;
  }

  private List<Question> questions(int most) {
    List<Question> made = data.judged().isEmpty() ? ownWords(most) : judged(most);
    return made.isEmpty() ? ownWords(most) : made;
  }

  /** Queries of the data for which people have named right rows that are kept here. */
  private List<Question> judged(int most) {
    List<Question> made = new ArrayList<>();
    for (int i : new TreeSet<>(data.judged().keySet())) {
      Set<Integer> right = data.judged().getOrDefault(i, Set.of());
      boolean kept = right.stream().allMatch(row -> row < rows);
      if (kept && made.size() < most && i < data.queryWords().size()) {
        made.add(new Question(data.queryWords().get(i), data.queries()[i], right));
      }
    }
    return made;
  }

  /** Some words of a row's text each, and a vector near its own: that row should be found. */
  private List<Question> ownWords(int most) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Question> made = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      int row = random.nextInt(rows);
      String[] words = data.texts().get(row).split("[^\\p{L}]+");
      List<String> longest =
          Arrays.stream(words)
              .distinct()
              .sorted(Comparator.comparingInt(String::length).reversed())
              .limit(OWN_WORDS)
              .toList();
      made.add(
          new Question(String.join(" ", longest), noisy(data.base()[row], SEED + i), Set.of(row)));
    }
    return made;
  }
}
