package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import java.util.HashSet;
import java.util.Set;

/**
 * What must hold of answers whatever their recall: rows that are there and match, each once, as
 * many as are wanted, nearest first.
 */
final class AnswerCheck {
  /**
   * Of the rows that are wanted so many must come. Not all: a walk whose candidates are dead or do
   * not match comes back short now and then.
   */
  private static final double LEAST_FILLED = 0.99;

  /** Of cosines; engines compute with float32, sums here are of doubles. */
  private static final double ROUNDING = 1e-4;

  private AnswerCheck() {}

  /** Checks answers of a search by vector among rows in buckets below a bound. */
  static void ofVectors(Ground ground, float[][] queries, int[][] answers, int limit, int below) {
    checkRows(ground, answers, limit, below);
    checkFilled(ground, answers, limit, below);
    for (int i = 0; i < answers.length; i++) {
      checkOrder(ground, queries[i], answers[i]);
    }
  }

  /** Checks that answers name rows that are there and match, each once, not too many. */
  static void checkRows(Ground ground, int[][] answers, int limit, int below) {
    for (int[] keys : answers) {
      if (keys.length > limit) {
        throw new WrongAnswer("%d rows where %d are wanted".formatted(keys.length, limit));
      }
      Set<Integer> different = new HashSet<>();
      for (int key : keys) {
        checkRow(ground.row(key), key, below);
        if (!different.add(key)) {
          throw new WrongAnswer("row %d twice in an answer".formatted(key));
        }
      }
    }
  }

  private static void checkRow(@org.jspecify.annotations.Nullable Doc doc, int key, int below) {
    if (doc == null) {
      throw new WrongAnswer("row %d, which is not there".formatted(key));
    }
    if (doc.bucket() >= below) {
      throw new WrongAnswer("row %d, which does not match the filter".formatted(key));
    }
  }

  private static void checkFilled(Ground ground, int[][] answers, int limit, int below) {
    long matching = ground.live().stream().filter(doc -> doc.bucket() < below).count();
    long wanted = Math.min(limit, matching) * answers.length;
    long found = 0;
    for (int[] keys : answers) {
      found += keys.length;
    }
    if (found < LEAST_FILLED * wanted) {
      throw new WrongAnswer(
          "%d rows in %d answers, %d match".formatted(found, answers.length, matching));
    }
  }

  private static void checkOrder(Ground ground, float[] query, int[] keys) {
    double last = Double.POSITIVE_INFINITY;
    for (int key : keys) {
      Doc doc = ground.row(key);
      assert doc != null;
      double cosine = Truth.cosine(query, doc.vector());
      if (cosine > last + ROUNDING) {
        throw new WrongAnswer("row %d behind one that is farther".formatted(key));
      }
      last = cosine;
    }
  }
}
