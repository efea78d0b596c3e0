package dev.pilum.cli.life;

import dev.pilum.TableEvent;
import dev.pilum.TableListener;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * When a table was busy with what: flushes, merges and graphs as it tells of them at their end,
 * writing as the trial notes it. Safe for use by many threads.
 */
final class Spans implements TableListener {
  private final Collection<Span> spans = new ConcurrentLinkedQueue<>();

  /** What goes on beside a search; of several the last one counts. */
  enum State {
    /** Nobody writes, and nothing is due. */
    IDLE,
    /** Somebody writes. */
    WRITING,
    /** Rows in memory become a segment. */
    FLUSHING,
    /** Segments become one, or get a graph, by themselves. */
    MERGING,
    /** Somebody has asked for one segment now, on all cores. */
    OPTIMIZING
  }

  private record Span(State state, long fromNanos, long endNanos) {
    boolean overlaps(long from, long end) {
      return fromNanos - end < 0 && endNanos - from > 0;
    }
  }

  @Override
  public void happened(TableEvent event) {
    switch (event) {
      case TableEvent.Flush flush -> ended(State.FLUSHING, flush.nanos());
      case TableEvent.Merge merge -> ended(State.MERGING, merge.nanos());
      case TableEvent.GraphBuild graph -> ended(State.MERGING, graph.nanos());
      case TableEvent.Opening _,
          TableEvent.CommitGroup _,
          TableEvent.Scrub _,
          TableEvent.Query _ -> {}
    }
  }

  private void ended(State state, long nanos) {
    long now = System.nanoTime();
    note(state, now - nanos, now);
  }

  void note(State state, long fromNanos, long endNanos) {
    spans.add(new Span(state, fromNanos, endNanos));
  }

  /** Returns what went on at some time between two moments. */
  State between(long fromNanos, long endNanos) {
    State most = State.IDLE;
    for (Span span : spans) {
      if (span.overlaps(fromNanos, endNanos) && span.state().compareTo(most) > 0) {
        most = span.state();
      }
    }
    return most;
  }
}
