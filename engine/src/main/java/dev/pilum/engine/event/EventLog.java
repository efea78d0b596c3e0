package dev.pilum.engine.event;

import dev.pilum.TableEvent;
import dev.pilum.TableListener;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A fresh process that opens a table and asks one question has nothing to say, and must not load a logging library for it, which costs
 * tens of milliseconds: so the logger is touched only where there is something to say.
 */
/**
 * Events as lines of the log: slow queries and replayed logs for everybody, upkeep for those who
 * look closer.
 */
final class EventLog {
  /** From when on a replay is worth a line, and a logging library is found in no time beside it. */
  static final long LONG_NANOS = 100_000_000;

  private EventLog() {}

  static void write(TableEvent event, long slowNanos) {
    switch (event) {
      case TableEvent.Opening e -> opened(e);
      case TableEvent.Flush e ->
          Log.UPKEEP.debug(
              "flushed {} rows of '{}', {} bytes, in {} ms",
              e.rows(),
              e.table(),
              e.bytes(),
              millis(e));
      case TableEvent.Merge e ->
          Log.UPKEEP.debug(
              "merged {} segments of '{}' into one of {} rows, {} bytes, in {} ms",
              e.segments(),
              e.table(),
              e.rows(),
              e.bytes(),
              millis(e));
      case TableEvent.GraphBuild e ->
          Log.UPKEEP.debug(
              "built a graph of '{}.{}' over {} rows, {} bytes, in {} ms",
              e.table(),
              e.column(),
              e.rows(),
              e.bytes(),
              millis(e));
      case TableEvent.Scrub e ->
          Log.UPKEEP.debug(
              "scrubbed '{}': {} problems in {} files, {} bytes, in {} ms",
              e.table(),
              e.problems().size(),
              e.files(),
              e.bytes(),
              millis(e));
      case TableEvent.Query e -> queried(e, slowNanos);
      case TableEvent.CommitGroup e -> {} // too many
    }
  }

  private static void opened(TableEvent.Opening event) {
    if (event.replayed() > 0 && event.nanos() >= LONG_NANOS) {
      Log.UPKEEP.info(
          "opened '{}': {} rows in {} segments and the log, of which {} commits were replayed, in"
              + " {} ms",
          event.table(),
          event.rows(),
          event.segments(),
          event.replayed(),
          millis(event));
    }
  }

  private static void queried(TableEvent.Query event, long slowNanos) {
    if (event.nanos() >= slowNanos) {
      Log.QUERIES.warn("slow {} query of '{}': {} ms", event.kind(), event.table(), millis(event));
    }
  }

  static void failed(TableListener listener, Throwable why) {
    Log.UPKEEP.warn("listener {} failed", listener.getClass().getName(), why);
  }

  private static long millis(TableEvent event) {
    return TimeUnit.NANOSECONDS.toMillis(event.nanos());
  }

  private static final class Log {
    static final Logger UPKEEP = LoggerFactory.getLogger("dev.pilum.upkeep");
    static final Logger QUERIES = LoggerFactory.getLogger("dev.pilum.queries");
  }
}
