package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Searches of one kind: answers are checked, the code is warmed up, then calls are timed, and what
 * they answered is compared with what was checked.
 */
final class Searches implements Ring.Step {
  /** Below, an engine is not answering the question. */
  private static final double LEAST_RIGHT = 0.3;

  /** Of the rows that were answered when it was checked: indexes may be made anew meanwhile. */
  private static final double LEAST_SAME = 0.8;

  private final Effort effort;
  private final Function<Contender, Ground> where;
  private final Function<Contender, Work> asked;
  private final Judge judge;
  private final Map<Contender, Checked> checked = new HashMap<>();

  /** Says which share of the answers is right; throws when one of them cannot be. */
  interface Judge {
    double right(Contender contender, int[][] answers);
  }

  /** Answers that were checked, and which share of them was right. */
  private record Checked(int[][] answers, double recall) {}

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
    Checked before = checked.get(contender);
    if (before == null) {
      before = check(contender, ground.ask(work, Long.MAX_VALUE).answers());
      checked.put(contender, before);
      Repeated.until(ground.store(), work, effort.warmUpNanos());
    }
    Done done = Repeated.until(ground.store(), work, effort.callNanos());
    checkSame(before.answers(), done.answers());
    return new Sample(done.micros(50), before.recall(), null);
  }

  private Checked check(Contender contender, int[][] answers) {
    double recall = judge.right(contender, answers);
    checkRight(recall);
    return new Checked(answers, recall);
  }

  /** Fails when it is not this question that was answered. */
  static void checkRight(double recall) {
    if (recall < LEAST_RIGHT) {
      throw new WrongAnswer("%.0f %% of the answers are right".formatted(100 * recall));
    }
  }

  /** Fails when what was timed is not what was checked. */
  static void checkSame(int[][] checked, int[][] timed) {
    int[][] before = Arrays.copyOf(checked, timed.length);
    if (Truth.recall(timed, before) < LEAST_SAME) {
      throw new WrongAnswer("other answers while timed than when checked");
    }
  }

  /** Returns a judge by exact search over the rows that a store should hold. */
  static Judge byTruth(
      Truths truths, Function<Contender, Ground> where, float[][] queries, int limit, int below) {
    return (contender, answers) -> {
      Ground ground = where.apply(contender);
      AnswerCheck.ofVectors(ground, queries, answers, limit, below);
      return Truth.recall(answers, truths.of(ground.live(), queries, limit, below));
    };
  }

  /** Returns a judge by rows that are known to be right: one of them has to be found. */
  static Judge byRight(
      Function<Contender, Ground> where, List<Corpus.Question> questions, int limit) {
    return (contender, answers) -> {
      AnswerCheck.checkRows(where.apply(contender), answers, limit, Work.ALL);
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
