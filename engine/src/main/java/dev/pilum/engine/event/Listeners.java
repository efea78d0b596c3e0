package dev.pilum.engine.event;

import dev.pilum.TableEvent;
import dev.pilum.TableListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who listens to the tables of a database. Safe for use by many threads. */
public final class Listeners {
  private final List<TableListener> all = new CopyOnWriteArrayList<>();
  private volatile long slowNanos = Long.MAX_VALUE;

  /** Starts with nobody. */
  public Listeners() {}

  /** Adds a listener. */
  public void add(TableListener listener) {
    all.add(listener);
  }

  /** Takes a listener away, if it is there. */
  public void remove(TableListener listener) {
    all.remove(listener);
  }

  /** Has queries that take at least so long logged. */
  public void logSlowQueries(long nanos) {
    slowNanos = nanos;
  }

  /** Returns from when on a query is slow. */
  long slowNanos() {
    return slowNanos;
  }

  /** Returns whether there is any. */
  boolean hasAny() {
    return !all.isEmpty();
  }

  /** Returns whether anybody wants to hear of this. */
  boolean hear(Kind kind) {
    return !all.isEmpty() || (kind == Kind.QUERY && slowNanos != Long.MAX_VALUE);
  }

  /** Tells everybody. */
  void tell(TableEvent event) {
    for (TableListener listener : all) {
      try {
        listener.happened(event);
      } catch (RuntimeException | Error e) { // whatever it is, the table has done what it tells of
        EventLog.failed(listener, e);
      }
    }
  }
}
