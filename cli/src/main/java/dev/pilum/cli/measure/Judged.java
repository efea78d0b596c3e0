package dev.pilum.cli.measure;

import java.util.List;
import java.util.Set;

/**
 * How well a ranked list agrees with what people judged relevant, all judgements weighing the same.
 */
public final class Judged {
  private Judged() {}

  /**
   * Returns the normalised discounted cumulative gain of the first {@code k} of {@code ranked}: 1
   * when all relevant ones come first, each worth less the further down (Jarvelin and Kekalainen
   * 2002). {@code relevant} is not empty.
   */
  public static double ndcgAt(int k, List<String> ranked, Set<String> relevant) {
    double gain = 0;
    double ideal = 0;
    for (int rank = 0; rank < k; rank++) {
      double worth = Math.log(2) / Math.log(rank + 2);
      gain += rank < ranked.size() && relevant.contains(ranked.get(rank)) ? worth : 0;
      ideal += rank < relevant.size() ? worth : 0;
    }
    return gain / ideal;
  }

  /**
   * Returns the share of {@code relevant}, which is not empty, among the first {@code k} of {@code
   * ranked}.
   */
  public static double recallAt(int k, List<String> ranked, Set<String> relevant) {
    long found = ranked.stream().limit(k).filter(relevant::contains).count();
    return (double) found / relevant.size();
  }
}
