package dev.pilum.engine.db;

import dev.pilum.ScrubOptions;
import dev.pilum.engine.write.TableScrub;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * When the last round ended is written nowhere, for nothing but upkeep writes to a database. So the first round begins at a random moment
 * of the time between two: a process that is started every day has a round every week on the average if that is asked for, and a
 * thousand processes started together do not all read at once.
 */
/**
 * Has all tables of a database scrubbed, one after another, again and again.
 *
 * <p>Safe for use by many threads.
 */
final class Scrubs {
  private final Env env;
  private final ScrubOptions options;
  private final Tables tables;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closing;
  private @Nullable Appointment next;

  /** The tables of a database. */
  interface Tables {
    /** Returns the names of all. */
    List<String> names();

    /** Returns a table, opened if it was not, or {@code null} when it has been dropped. */
    @Nullable TableStore find(String name);
  }

  /** Begins nothing yet; {@code options} want some. */
  Scrubs(Env env, ScrubOptions options, Tables tables) {
    this.env = env;
    this.options = options;
    this.tables = tables;
  }

  /** Has the first round made; returns at once. */
  void start() {
    lock.lock();
    try {
      appoint(Math.floorMod(env.nextRandomLong(), options.every().toNanos()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up what is under way, begins nothing any more, and returns when no file is touched; to be
   * called by nobody who holds the lock of the database.
   */
  void close() {
    closing = true;
    lock.lock();
    try {
      Appointment appointed = next;
      if (appointed != null) {
        appointed.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  private void appoint(long nanos) {
    try {
      next = env.later(nanos, this::round);
    } catch (Closed e) {
      Log.LOG.debug("no scrub, the environment is closing");
    }
  }

  private void round() {
    lock.lock();
    try {
      scrubAll();
    } finally {
      if (!closing) {
        appoint(options.every().toNanos());
      }
      lock.unlock();
    }
  }

  /**
   * Scrubs each whatever became of the others, and throws the first failure that nobody expects.
   */
  private void scrubAll() {
    RuntimeException first = null;
    for (String name : names()) {
      try {
        scrub(name);
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private List<String> names() {
    try {
      return closing ? List.of() : tables.names();
    } catch (PilumException e) {
      Log.LOG.warn("nothing is scrubbed: {}", e.getMessage());
      return List.of();
    }
  }

  private void scrub(String name) {
    try {
      TableStore store = closing ? null : tables.find(name);
      TableScrub table = store == null ? null : store.upkeep().scrub();
      if (table != null) {
        table.run(() -> closing);
      }
    } catch (Closed e) {
      Log.LOG.debug("no scrub, '{}' is closed", name);
    } catch (PilumException e) {
      Log.LOG.warn("'{}' cannot be scrubbed: {}; `pilum verify` says more", name, e.getMessage());
    }
  }

  /** Apart, so that opening a database does not look for a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger("dev.pilum.upkeep");
  }
}
