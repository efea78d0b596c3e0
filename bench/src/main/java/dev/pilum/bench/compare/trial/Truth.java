package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** The keys of the rows that are nearest by cosine, by comparing all, for each query. */
final class Truth {
  private static final Comparator<Near> FARTHEST_FIRST =
      Comparator.comparingDouble(Near::similarity)
          .thenComparing(Near::key, Comparator.reverseOrder());

  private Truth() {}

  /** A row and how near it is. */
  private record Near(int key, double similarity) {}

  /**
   * Returns for each query the nearest {@code limit} keys among rows in buckets below a bound,
   * nearest first.
   */
  static int[][] of(Collection<Doc> rows, float[][] queries, int limit, int below) {
    List<Doc> accepted = rows.stream().filter(doc -> doc.bucket() < below).toList();
    double[] lengths = accepted.stream().mapToDouble(doc -> length(doc.vector())).toArray();
    return IntStream.range(0, queries.length)
        .parallel()
        .mapToObj(q -> nearest(accepted, lengths, queries[q], limit))
        .toArray(int[][]::new);
  }

  /** Returns the share of the true keys that were found, over the answers that there are. */
  static double recall(int[][] answers, int[][] truth) {
    long right = 0;
    long wanted = 0;
    for (int q = 0; q < answers.length; q++) {
      Set<Integer> keys = new HashSet<>();
      Arrays.stream(truth[q]).forEach(keys::add);
      wanted += keys.size();
      right += Arrays.stream(answers[q]).distinct().filter(keys::contains).count();
    }
    return wanted == 0 ? 1 : (double) right / wanted;
  }

  /** Returns the cosine of the angle between two vectors. */
  static double cosine(float[] a, float[] b) {
    return dot(a, b) / (length(a) * length(b));
  }

  private static int[] nearest(List<Doc> rows, double[] lengths, float[] query, int limit) {
    PriorityQueue<Near> best = new PriorityQueue<>(FARTHEST_FIRST);
    for (int i = 0; i < lengths.length; i++) {
      double similarity = dot(rows.get(i).vector(), query) / lengths[i];
      if (best.size() < limit || similarity > best.element().similarity()) {
        best.add(new Near(rows.get(i).key(), similarity));
        if (best.size() > limit) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(FARTHEST_FIRST.reversed()).mapToInt(Near::key).toArray();
  }

  private static double length(float[] vector) {
    return Math.max(Double.MIN_NORMAL, Math.sqrt(dot(vector, vector)));
  }

  /** Four sums, so that an addition need not wait for the one before it. */
  private static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + third + fourth;
  }
}
