package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Whether a store has rows as they were written, and has none that went: by key where an engine
 * knows keys, else by searching for their own vectors.
 */
final class RowCheck {
  private static final int LIMIT = 10;
  private static final int BREADTH = 320;

  /** Of rows that are searched for by their own vectors; a graph may miss some. */
  private static final double LEAST_FOUND = 0.9;

  private RowCheck() {}

  /** Checks that rows are there as they are. */
  static void there(Store store, List<Doc> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    int[] keys = rows.stream().mapToInt(Doc::key).toArray();
    try {
      int[][] answers = store.run(new Work.Get(keys), Long.MAX_VALUE).answers();
      for (int i = 0; i < keys.length; i++) {
        checkSame(rows.get(i), answers[i]);
      }
    } catch (Unsupported e) {
      double found = share(store, rows, RowCheck::has);
      if (found < LEAST_FOUND) {
        throw new WrongAnswer("%.0f %% of written rows are found".formatted(100 * found));
      }
    }
  }

  /** Checks what a get answered. */
  static void checkSame(Doc row, int[] answer) {
    checkOneOf(List.of(row), answer);
  }

  /** Checks what a get answered where several rows were written with one key, at the same time. */
  static void checkOneOf(List<Doc> rows, int[] answer) {
    for (Doc row : rows) {
      int[] wanted = {row.bucket(), row.body().length(), row.vector().length};
      if (Arrays.equals(answer, wanted)) {
        return;
      }
    }
    throw new WrongAnswer(
        answer.length == 0
            ? "row %d is lost".formatted(rows.getFirst().key())
            : "row %d is another or an older one".formatted(rows.getFirst().key()));
  }

  /** Checks that rows are gone. */
  static void gone(Store store, List<Doc> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    int[] keys = rows.stream().mapToInt(Doc::key).toArray();
    boolean none;
    try {
      int[][] answers = store.run(new Work.Exists(keys), Long.MAX_VALUE).answers();
      none = Arrays.stream(answers).allMatch(answer -> answer[0] == 0);
    } catch (Unsupported e) {
      none = share(store, rows, RowCheck::has) == 0;
    }
    if (!none) {
      throw new WrongAnswer("deleted rows are still there");
    }
  }

  private static boolean has(Doc row, int[] answer) {
    return Arrays.stream(answer).anyMatch(key -> key == row.key());
  }

  /** Returns for which share of rows something holds of the answer to their vector; 1 for none. */
  private static double share(Store store, List<Doc> rows, BiPredicate<Doc, int[]> holds)
      throws IOException {
    float[][] vectors = rows.stream().map(Doc::vector).toArray(float[][]::new);
    int[][] answers =
        store.run(new Work.Search(vectors, LIMIT, BREADTH, Work.ALL), Long.MAX_VALUE).answers();
    int holding = 0;
    for (int i = 0; i < answers.length; i++) {
      holding += holds.test(rows.get(i), answers[i]) ? 1 : 0;
    }
    return (double) holding / rows.size();
  }
}
