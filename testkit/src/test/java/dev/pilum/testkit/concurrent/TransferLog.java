package dev.pilum.testkit.concurrent;

import dev.pilum.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was written to a table of accounts, version by version, and what readers saw of it: compared
 * once all is over. Safe for use by many threads.
 */
final class TransferLog {
  /** Rows as a reader saw them: those of some version from {@code least} to {@code most}. */
  record Seen(long least, long most, String rows) {}

  private final Map<Long, List<Row>> written = new ConcurrentHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  /** Says which rows a version wrote, once that is acknowledged. */
  void wrote(long version, List<Row> rows) {
    if (written.put(version, rows) != null) {
      throw new AssertionError("version " + version + " was given twice");
    }
    acknowledged.accumulateAndGet(version, Math::max);
  }

  /** Returns the newest version that is known to be acknowledged: reads from now on see it. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Keeps what a reader saw for the comparison. */
  void saw(long least, long most, List<Row> rows) {
    seen.add(new Seen(least, most, text(rows)));
  }

  /** Returns what nobody can have seen of the versions that were written, and how much was seen. */
  List<Seen> neverThere() {
    List<String> versions = versions();
    List<Seen> wrong = new ArrayList<>();
    for (Seen each : seen) {
      boolean found = false;
      long most = Math.min(each.most(), versions.size() - 1L);
      for (long version = each.least(); version <= most && !found; version++) {
        found = versions.get((int) version).equals(each.rows());
      }
      if (!found) {
        wrong.add(each);
      }
    }
    return wrong;
  }

  /** Returns how many reads are to be compared. */
  int size() {
    return seen.size();
  }

  private List<String> versions() {
    Map<Object, Row> rows = new TreeMap<>();
    List<String> versions = new ArrayList<>();
    versions.add(text(List.of()));
    for (long version = 1; written.containsKey(version); version++) {
      written.get(version).forEach(row -> rows.put(row.get("id"), row));
      versions.add(text(List.copyOf(rows.values())));
    }
    if (versions.size() != written.size() + 1) {
      throw new AssertionError("version " + versions.size() + " was never acknowledged");
    }
    return versions;
  }

  private static String text(List<Row> rows) {
    Map<Object, String> lines = new TreeMap<>();
    for (Row row : rows) {
      String line =
          "%s:%s:%s:%s"
              .formatted(row.get("id"), row.get("side"), row.get("balance"), row.vector("v")[0]);
      if (lines.put(row.get("id"), line) != null) {
        throw new AssertionError("account " + row.get("id") + " is there twice");
      }
    }
    return String.join(" ", lines.values());
  }
}
