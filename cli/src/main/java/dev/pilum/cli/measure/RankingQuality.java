package dev.pilum.cli.measure;

import java.util.List;
import java.util.Map;

/**
 * How good rankings are on average over queries.
 *
 * @param ndcg normalised discounted cumulative gain of the first {@value #DEPTH} hits, 0 to 1: each
 *     relevant one counts its judgement, the later the less, divided by what the best ranking
 *     counts
 * @param recall part of the relevant documents that are among the first {@value #DEPTH}, 0 to 1
 * @param queries how many were judged
 */
public record RankingQuality(double ndcg, double recall, int queries) {
  /** How many hits are looked at. */
  public static final int DEPTH = 10;

  /** Sums up rankings query by query. One thread. */
  public static final class Sum {
    private double ndcg;
    private double recall;
    private int queries;

    /**
     * Adds one query.
     *
     * @param ranking documents, best first
     * @param judged how relevant documents are, above 0; others are not; not empty
     */
    public void add(List<String> ranking, Map<String, Integer> judged) {
      List<String> first = ranking.subList(0, Math.min(DEPTH, ranking.size()));
      double gain = 0;
      int found = 0;
      for (int i = 0; i < first.size(); i++) {
        int relevance = judged.getOrDefault(first.get(i), 0);
        gain += relevance * discount(i);
        found += relevance > 0 ? 1 : 0;
      }
      ndcg += gain / best(judged);
      recall += found / (double) judged.size();
      queries++;
    }

    /** Returns the mean over all queries added. */
    public RankingQuality mean() {
      return new RankingQuality(ndcg / queries, recall / queries, queries);
    }

    private static double best(Map<String, Integer> judged) {
      List<Integer> relevances =
          judged.values().stream().sorted((a, b) -> Integer.compare(b, a)).limit(DEPTH).toList();
      double gain = 0;
      for (int i = 0; i < relevances.size(); i++) {
        gain += relevances.get(i) * discount(i);
      }
      return gain;
    }

    private static double discount(int rank) {
      return Math.log(2) / Math.log(rank + 2.0);
    }
  }
}
