package dev.pilum.engine.event;

import dev.pilum.TableEvent;
import dev.pilum.storage.env.Env;

/**
 * Tells whoever listens what a table does. Where nobody does, a commit or query costs two looks at
 * fields, and neither looks at the clock; commits count their bytes all the same ({@link Traffic}).
 *
 * <p>Safe for use by many threads.
 */
public final class TableEvents {
  private final String table;
  private final Env env;
  private final Listeners listeners;
  private final Traffic traffic = new Traffic();

  /** Tells {@code listeners} about a table, with times by {@code env}. */
  public TableEvents(String table, Env env, Listeners listeners) {
    this.table = table;
    this.env = env;
    this.listeners = listeners;
  }

  /** Makes an event of what is known at its end. */
  @FunctionalInterface
  public interface Maker {
    /** Returns the event. */
    TableEvent of(String table, long nanos);
  }

  /** Returns what counts the table's bytes. */
  public Traffic traffic() {
    return traffic;
  }

  /** Says that something begins. */
  public Span begin(Kind kind) {
    FlightSpan flight = Flight.PRESENT ? Flight.begin(kind) : null;
    boolean heard = flight != null || kind.isRare() || listeners.hear(kind);
    return heard ? new Span(env.nanoTime(), flight) : Span.NONE;
  }

  /**
   * Returns whether anybody but the log hears of the end of this, or it took so long that the log
   * should, too.
   */
  public boolean isWorthTelling(Span span) {
    return span.flight() != null
        || listeners.hasAny()
        || env.nanoTime() - span.startNanos() >= EventLog.LONG_NANOS;
  }

  /** Says that it has ended well; what fails is heard of otherwise. */
  public void end(Span span, Maker maker) {
    if (!span.isHeard()) {
      return;
    }
    TableEvent event = maker.of(table, env.nanoTime() - span.startNanos());
    FlightSpan flight = span.flight();
    if (flight != null) {
      flight.end(event);
    }
    EventLog.write(event, listeners.slowNanos());
    listeners.tell(event);
  }
}
