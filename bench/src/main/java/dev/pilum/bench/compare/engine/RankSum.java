package dev.pilum.bench.compare.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009), for engines that leave it to the
 * program.
 */
final class RankSum {
  private static final double CONSTANT = 60;

  private RankSum() {}

  /** Returns the keys that stand best in both rankings together. */
  static int[] of(int[] first, int[] second, int limit) {
    Map<Integer, Double> scores = new HashMap<>();
    for (int[] ranking : new int[][] {first, second}) {
      for (int place = 0; place < ranking.length; place++) {
        scores.merge(ranking[place], 1 / (CONSTANT + place + 1), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }
}
