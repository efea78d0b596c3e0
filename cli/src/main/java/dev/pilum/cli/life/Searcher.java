package dev.pilum.cli.life;

import dev.pilum.Table;
import dev.pilum.cli.life.Spans.State;
import dev.pilum.cli.measure.Latencies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Searches a table at a steady rate until told to stop, on a thread of its own: by vector, by
 * vector under a filter, and by words, in turn.
 */
final class Searcher implements Runnable {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Table table;
  private final Memories questions;
  private final long nanosEach;
  private final List<Done> done = new ArrayList<>();
  private volatile boolean stopped;

  /** A search that was made. */
  private record Done(long startNanos, long nanos) {}

  Searcher(Table table, Memories questions, int perSecond) {
    this.table = table;
    this.questions = questions;
    this.nanosEach = NANOS_PER_SECOND / perSecond;
  }

  @Override
  public void run() {
    long due = System.nanoTime();
    for (int i = 0; !stopped; i++) {
      long start = System.nanoTime();
      search(i % 3);
      done.add(new Done(start, System.nanoTime() - start));
      due = Math.max(due + nanosEach, start);
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private void search(int kind) {
    switch (kind) {
      case 0 -> table.search(Memory.VECTOR, questions.vector()).hits();
      case 1 -> table.search(Memory.VECTOR, questions.vector()).where("kind = 'fact'").hits();
      default -> table.searchText(Memory.WORDS, questions.word() + " " + questions.word()).hits();
    }
  }

  /** Has it end; its figures may be asked for once its thread has. */
  void stop() {
    stopped = true;
  }

  /** Returns how long searches took that began after a moment, by what went on beside them. */
  Map<State, Latencies> latencies(Spans spans, long afterNanos) {
    Map<State, Latencies> latencies = new EnumMap<>(State.class);
    for (State state : State.values()) {
      latencies.put(state, new Latencies());
    }
    for (Done search : done) {
      long end = search.startNanos() + search.nanos();
      Latencies those = latencies.get(spans.between(search.startNanos(), end));
      if (those != null && search.startNanos() - afterNanos >= 0) {
        those.add(search.nanos());
      }
    }
    return latencies;
  }
}
