package dev.pilum.cli.life;

import dev.pilum.Table;
import dev.pilum.cli.life.Spans.State;
import dev.pilum.cli.measure.Latencies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** What is asked, in turn. */
  enum Kind {
    VECTOR,
    FILTERED,
    TEXT
  }

  /** A search that was made. */
  private record Done(Kind kind, long startNanos, long nanos) {}

  Searcher(Table table, Memories questions, int perSecond) {
    this.table = table;
    this.questions = questions;
    this.nanosEach = NANOS_PER_SECOND / perSecond;
  }

  @Override
  public void run() {
    long due = System.nanoTime();
    Kind[] kinds = Kind.values();
    for (int i = 0; !stopped; i++) {
      Kind kind = kinds[i % kinds.length];
      long start = System.nanoTime();
      search(kind);
      done.add(new Done(kind, start, System.nanoTime() - start));
      due = Math.max(due + nanosEach, start);
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private void search(Kind kind) {
    switch (kind) {
      case VECTOR -> table.search(Memory.VECTOR, questions.vector()).hits();
      case FILTERED ->
          table.search(Memory.VECTOR, questions.vector()).where("kind = 'fact'").hits();
      case TEXT -> table.searchText(Memory.WORDS, questions.word() + " " + questions.word()).hits();
    }
  }

  /** Has it end; its figures may be asked for once its thread has. */
  void stop() {
    stopped = true;
  }

  /** Returns how long searches took that began after a moment, by what went on beside them. */
  Map<State, Map<Kind, Latencies>> latencies(Spans spans, long afterNanos) {
    Map<State, Map<Kind, Latencies>> latencies = new EnumMap<>(State.class);
    for (State state : State.values()) {
      Map<Kind, Latencies> kinds = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        kinds.put(kind, of(spans, afterNanos, state, Set.of(kind)));
      }
      latencies.put(state, kinds);
    }
    return latencies;
  }

  /** As {@link #latencies}, of all kinds together. */
  Map<State, Latencies> allLatencies(Spans spans, long afterNanos) {
    Map<State, Latencies> latencies = new EnumMap<>(State.class);
    for (State state : State.values()) {
      latencies.put(state, of(spans, afterNanos, state, EnumSet.allOf(Kind.class)));
    }
    return latencies;
  }

  private Latencies of(Spans spans, long afterNanos, State state, Set<Kind> kinds) {
    Latencies latencies = new Latencies();
    for (Done search : done) {
      long start = search.startNanos();
      if (start - afterNanos >= 0
          && kinds.contains(search.kind())
          && spans.between(start, start + search.nanos()) == state) {
        latencies.add(search.nanos());
      }
    }
    return latencies;
  }
}
