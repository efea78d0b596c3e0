package dev.pilum.bench.ann;

import dev.pilum.Row;
import dev.pilum.bench.ann.engine.AnnSearcher;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.cli.ann.FilterRequest;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures Pilum's filtered searches at default settings, in turns with unfiltered ones. The truth
 * is what Pilum's own exact search says. One thread at a time.
 */
final class FilterTrials {
  /** Breadths are Pilum's own choice here; this stands where one would be named. */
  private static final int DEFAULT_EF = 0;

  private final FilterRequest request;
  private final long warmUpNanos;
  private final long roundNanos;

  FilterTrials(FilterRequest request, long warmUpNanos, long roundNanos) {
    this.request = request;
    this.warmUpNanos = warmUpNanos;
    this.roundNanos = roundNanos;
  }

  /** One filter, or none, with what was found out about it. */
  private static final class Trial {
    private final String column;
    private final double percent;
    private final int matches;
    private final @Nullable Filter filter;
    private final List<Round> rounds = new ArrayList<>();
    private double recall;
    private int shortAnswers;

    Trial(String column, double percent, int rowCount) {
      this.column = column;
      this.percent = percent;
      this.matches = (int) Math.max(1, Math.round(rowCount * percent / 100));
      this.filter = percent == 100 ? null : FilteredTable.below(column, matches);
    }
  }

  /** Builds the table, checks and times; returns a line for each filter. */
  List<Row> run(PrintWriter messages) {
    try (FilteredTable table = FilteredTable.of(request)) {
      Trial unfiltered = new Trial(FilteredTable.RANDOM, 100, request.base().length);
      List<Trial> trials = trials();
      check(table, unfiltered);
      for (Trial trial : trials) {
        check(table, trial);
        messages.printf(
            "%s %s %%: %s%n",
            trial.column, trial.percent, table.explain(request.queries()[0], trial.filter).strip());
      }
      messages.flush();
      List<Trial> all = new ArrayList<>(trials);
      all.add(unfiltered);
      all.forEach(trial -> time(table, trial, warmUpNanos / all.size()));
      all.forEach(trial -> trial.rounds.clear());
      for (int round = 0; round < request.rounds(); round++) {
        all.forEach(trial -> time(table, trial, roundNanos));
      }
      return trials.stream().map(trial -> line(trial, unfiltered)).toList();
    }
  }

  private List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (String column : List.of(FilteredTable.RANDOM, FilteredTable.NEAR)) {
      for (double percent : request.selectivities()) {
        trials.add(new Trial(column, percent, request.base().length));
      }
    }
    return trials;
  }

  private void check(FilteredTable table, Trial trial) {
    int wanted = Math.min(AnnRequest.K, trial.matches);
    long right = 0;
    for (float[] query : request.queries()) {
      int[] found = table.search(query, trial.filter);
      right += Recall.right(found, table.exactly(query, trial.filter), wanted);
      trial.shortAnswers += found.length < wanted ? 1 : 0;
    }
    trial.recall = right / (double) ((long) wanted * request.queries().length);
  }

  private void time(FilteredTable table, Trial trial, long minimumNanos) {
    AnnSearcher searcher = (query, ef) -> table.search(query, trial.filter);
    try {
      trial.rounds.add(Round.run(List.of(searcher), request.queries(), DEFAULT_EF, minimumNanos));
    } catch (IOException e) {
      throw new StorageFailure("a search failed: " + e.getMessage(), e);
    }
  }

  private Row line(Trial trial, Trial unfiltered) {
    Round median = Round.median(trial.rounds);
    double unfilteredP50 = Round.median(unfiltered.rounds).p50Micros();
    return Row.of(
        "engine", "pilum",
        "filter", trial.column,
        "selectivityPercent", trial.percent,
        "matches", trial.matches,
        "recall", Figures.rounded(trial.recall, 4),
        "shortAnswers", trial.shortAnswers,
        "qps", (double) Math.round(median.perSecond()),
        "p50Micros", Figures.rounded(median.p50Micros(), 1),
        "p99Micros", Figures.rounded(median.p99Micros(), 1),
        "unfilteredP50Micros", Figures.rounded(unfilteredP50, 1),
        "p50ToUnfiltered", Figures.rounded(median.p50Micros() / unfilteredP50, 2),
        "unfilteredRecall", Figures.rounded(unfiltered.recall, 4),
        "file", request.file());
  }
}
