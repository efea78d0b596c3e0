package dev.pilum.cli.measure;

import dev.pilum.Hit;
import dev.pilum.storage.error.InvalidRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The share of the true neighbours that searches found. */
public final class Recall {
  private Recall() {}

  /**
   * Returns the mean, over all queries, of how many of the first {@code k} true rows are among the
   * first {@code k} hits.
   *
   * @param truth true row numbers of each query, best first, at least {@code k}, or all rows if
   *     there are fewer
   * @param answers hits of each query
   * @throws InvalidRequest when there are not as many truths as answers, or too short ones
   */
  public static double at(int k, int[][] truth, List<List<Hit>> answers, RowNumbers numbers) {
    if (truth.length != answers.size()) {
      throw new InvalidRequest(
          "the truth has %d rows for %d queries; give the file that belongs to them"
              .formatted(truth.length, answers.size()));
    }
    double sum = 0;
    for (int query = 0; query < truth.length; query++) {
      sum += share(k, truth[query], numbers.of(answers.get(query)));
    }
    return truth.length == 0 ? 1 : sum / truth.length;
  }

  private static double share(int k, int[] truth, int[] found) {
    if (truth.length < k) {
      throw new InvalidRequest(
          "the truth has %d neighbours for each query; choose --k of at most that"
              .formatted(truth.length));
    }
    Set<Integer> wanted = new HashSet<>();
    for (int i = 0; i < k; i++) {
      wanted.add(truth[i]);
    }
    int right = 0;
    for (int row : found) {
      right += wanted.contains(row) ? 1 : 0;
    }
    return (double) right / k;
  }
}
