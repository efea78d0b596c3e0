package dev.pilum.testkit.sim;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one or many histories came to.
 *
 * @param histories how many
 * @param crashPoints how many power cuts and ends of a process were recovered from
 * @param duringRecovery how many of them lay in a recovery or behind one
 * @param faults how many failures of the disk were lived through, by kind
 * @param steps how many steps were made
 * @param hash stands for all that happened, in order
 */
public record HistoryReport(
    long histories,
    long crashPoints,
    long duringRecovery,
    Map<String, Long> faults,
    long steps,
    long hash) {
  /** Nothing happened. */
  public static final HistoryReport NONE = new HistoryReport(0, 0, 0, Map.of(), 0, 0);

  /** Returns what this came to, and after it {@code next}. */
  public HistoryReport and(HistoryReport next) {
    Map<String, Long> sum = new TreeMap<>(faults);
    next.faults.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
    return new HistoryReport(
        histories + next.histories,
        crashPoints + next.crashPoints,
        duringRecovery + next.duringRecovery,
        sum,
        steps + next.steps,
        TraceHash.mix(hash, next.hash));
  }

  /** Returns how many failures there were, of all kinds. */
  public long faultPoints() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many crash points and failures together. */
  public long points() {
    return crashPoints + faultPoints();
  }
}
