package dev.pilum.cli.life;

import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.measure.Latencies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes an agent's memories, a few in each commit: of ten commits seven bring new ones, two write
 * old ones anew, one deletes some; at the end of an hour tasks of some hours ago are forgotten. One
 * thread.
 */
final class Diary {
  private static final int MOST_ROWS = 31;
  private static final int HOURS_OF_TASKS = 3;

  private final Table table;
  private final Memories memories;
  private final SplittableRandom random;
  private final Map<Long, Known> known = new HashMap<>();
  private final List<Long> ids = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long nextId;
  private long liveBytes;
  private long writtenBytes;
  private int commits;

  /** A memory that is in the table. */
  private record Known(String kind, int hour, long sizeBytes) {}

  Diary(Table table, Memories memories) {
    this.table = table;
    this.memories = memories;
    this.random = memories.random();
  }

  /** Writes at a steady rate from a moment on, and returns when the rows are written. */
  void write(int hour, int rows, long fromNanos, long nanos) {
    int written = 0;
    while (written < rows) {
      int count = Math.min(1 + random.nextInt(MOST_ROWS), rows - written);
      int drawn = random.nextInt(10);
      if (drawn == 9 && ids.size() > count) {
        delete(count);
      } else {
        upsert(count, hour, drawn >= 7);
        written += count;
      }
      LockSupport.parkNanos(fromNanos + nanos * written / rows - System.nanoTime());
    }
    forgetTasks(hour - HOURS_OF_TASKS);
  }

  private void upsert(int count, int hour, boolean again) {
    Map<Long, Row> rows = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long id = again && !ids.isEmpty() ? ids.get(random.nextInt(ids.size())) : nextId++;
      Memory memory = memories.next(id, hour);
      rows.put(id, memory.row());
      Known before = known.put(id, new Known(memory.kind(), hour, memory.sizeBytes()));
      if (before == null) {
        ids.add(id);
      }
      liveBytes += memory.sizeBytes() - (before == null ? 0 : before.sizeBytes());
      writtenBytes += memory.sizeBytes();
    }
    timed(() -> table.upsert(List.copyOf(rows.values())));
  }

  private void delete(int count) {
    Set<Long> gone = new HashSet<>();
    for (int i = 0; i < count; i++) {
      gone.add(ids.get(random.nextInt(ids.size())));
    }
    forget(gone);
    timed(() -> table.deleteAll(gone));
  }

  private void forgetTasks(int hour) {
    Set<Long> gone = new HashSet<>();
    known.forEach((id, memory) -> {
      if (memory.kind().equals("task") && memory.hour() <= hour) {
        gone.add(id);
      }
    });
    forget(gone);
    timed(() -> table.deleteWhere("kind = 'task' AND hour <= ?", hour));
  }

  private void forget(Set<Long> gone) {
    for (long id : gone) {
      Known memory = known.remove(id);
      liveBytes -= memory == null ? 0 : memory.sizeBytes();
    }
    ids.removeIf(gone::contains);
  }

  private void timed(Runnable commit) {
    long start = System.nanoTime();
    commit.run();
    latencies.add(System.nanoTime() - start);
    commits++;
  }

  /** Returns how many rows the table must have. */
  int rows() {
    return ids.size();
  }

  /** Returns how many bytes the values of these rows have. */
  long liveBytes() {
    return liveBytes;
  }

  /** Returns how many bytes the values of all rows had that were written. */
  long writtenBytes() {
    return writtenBytes;
  }

  int commits() {
    return commits;
  }

  Latencies latencies() {
    return latencies;
  }
}
