package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Searches of one kind: answers are checked, the code is warmed up, then calls are timed. */
final class Searches implements Ring.Step {
  /** Below, an engine is not answering the question. */
  private static final double LEAST_RIGHT = 0.3;

  private final Effort effort;
  private final Function<Contender, Ground> where;
  private final Function<Contender, Work> asked;
  private final Judge judge;
  private final Map<Contender, Double> recalls = new HashMap<>();

  /** Says which share of the answers is right. */
  interface Judge {
    double right(Contender contender, int[][] answers);
  }

  Searches(
      Effort effort,
      Function<Contender, Ground> where,
      Function<Contender, Work> asked,
      Judge judge) {
    this.effort = effort;
    this.where = where;
    this.asked = asked;
    this.judge = judge;
  }

  @Override
  public Sample take(Contender contender, int round) throws IOException {
    Ground ground = where.apply(contender);
    Work work = asked.apply(contender);
    Double recall = recalls.get(contender);
    if (recall == null) {
      recall = judge.right(contender, ground.ask(work, Long.MAX_VALUE).answers());
      if (recall < LEAST_RIGHT) {
        throw new WrongAnswer("%.0f %% of the answers are right".formatted(100 * recall));
      }
      recalls.put(contender, recall);
      Repeated.until(ground.store(), work, effort.warmUpNanos());
    }
    Done done = Repeated.until(ground.store(), work, effort.callNanos());
    return new Sample(done.micros(50), recall, null);
  }

  /** Returns a judge by exact search over the rows that a store should hold. */
  static Judge byTruth(Function<Contender, Ground> where, float[][] queries, int limit, int below) {
    return (contender, answers) -> {
      checkLengths(where.apply(contender), answers, limit, below);
      return Truth.recall(answers, Truth.of(where.apply(contender).live(), queries, limit, below));
    };
  }

  /** If so many rows match, so many are wanted, all different. */
  private static void checkLengths(Ground ground, int[][] answers, int limit, int below) {
    long matching = ground.live().stream().filter(doc -> doc.bucket() < below).count();
    for (int[] keys : answers) {
      Set<Integer> different = new HashSet<>();
      for (int key : keys) {
        different.add(key);
      }
      if (different.size() < keys.length || keys.length > limit) {
        throw new WrongAnswer("a row twice, or more rows than asked for");
      }
      if (keys.length < Math.min(limit, matching) / 2) {
        throw new WrongAnswer("%d rows where %d match".formatted(keys.length, matching));
      }
    }
  }

  /** Returns a judge by rows that are known to be right: one of them has to be found. */
  static Judge byRight(List<Corpus.Question> questions) {
    return (contender, answers) -> {
      int found = 0;
      for (int i = 0; i < answers.length; i++) {
        for (int key : answers[i]) {
          if (questions.get(i).right().contains(key)) {
            found++;
            break;
          }
        }
      }
      return (double) found / Math.max(1, answers.length);
    };
  }
}
