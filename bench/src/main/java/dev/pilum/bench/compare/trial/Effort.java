package dev.pilum.bench.compare.trial;

import java.util.List;

/**
 * How much is measured, and how long.
 *
 * @param name as in reports
 * @param rows rows of the main store at most; fewer where the data has no more
 * @param queries queries at most
 * @param rounds rounds of each line
 * @param callNanos how long an engine makes calls in a round
 * @param warmUpNanos how long it makes them before the first round
 * @param lineNanos no further round for an engine that has taken so long for a line
 * @param singleWrites how many single writes go before the searches after them
 * @param writesNanos how long they may take
 * @param batches rows of the batches that are written
 * @param writersRows upserts of each of the writers that write at a time
 * @param growth numbers of rows for the growth curves, rising; empty for none
 * @param growthBuildNanos a larger size is left out for engines whose build would take longer
 */
public record Effort(
    String name,
    int rows,
    int queries,
    int rounds,
    long callNanos,
    long warmUpNanos,
    long lineNanos,
    int singleWrites,
    long writesNanos,
    List<Integer> batches,
    int writersRows,
    List<Integer> growth,
    long growthBuildNanos) {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final List<Integer> BATCHES = List.of(10, 50, 100, 1_000, 10_000);

  /** Seconds, to see that everything works. */
  public static final Effort TINY =
      new Effort(
          "tiny",
          400,
          20,
          2,
          MILLI,
          MILLI,
          SECOND,
          20,
          SECOND,
          List.of(10),
          5,
          List.of(200, 400),
          SECOND);

  /** Below ten minutes for all engines. */
  public static final Effort QUICK =
      new Effort(
          "quick",
          10_000,
          150,
          5,
          80 * MILLI,
          300 * MILLI,
          2 * SECOND,
          2_000,
          8 * SECOND,
          BATCHES,
          50,
          List.of(2_500, 5_000, 10_000),
          6 * SECOND);

  /** Below an hour. */
  public static final Effort FULL =
      new Effort(
          "full",
          1_000_000,
          500,
          5,
          300 * MILLI,
          SECOND,
          10 * SECOND,
          2_000,
          30 * SECOND,
          BATCHES,
          200,
          List.of(10_000, 100_000, 1_000_000),
          300 * SECOND);
}
