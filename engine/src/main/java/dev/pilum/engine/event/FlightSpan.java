package dev.pilum.engine.event;

import dev.pilum.TableEvent;
import org.jspecify.annotations.Nullable;

/** An event of a flight recording that has begun. */
final class FlightSpan {
  private final FlightEvents.Base event;

  private FlightSpan(FlightEvents.Base event) {
    this.event = event;
  }

  /** Begins an event, or returns {@code null} when no recording wants it. */
  static @Nullable FlightSpan begin(Kind kind) {
    FlightEvents.Base event =
        switch (kind) {
          case COMMIT_GROUP -> new FlightEvents.CommitGroup();
          case QUERY -> new FlightEvents.Query();
          case OPENING -> new FlightEvents.Opening();
          case FLUSH -> new FlightEvents.Flush();
          case MERGE -> new FlightEvents.Merge();
          case GRAPH_BUILD -> new FlightEvents.GraphBuild();
          case SCRUB -> new FlightEvents.Scrub();
        };
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return new FlightSpan(event);
  }

  /** Ends the event, which the recorder keeps if it took long enough. */
  void end(TableEvent what) {
    event.end();
    if (event.shouldCommit()) {
      event.table = what.table();
      event.fill(what);
      event.commit();
    }
  }
}
