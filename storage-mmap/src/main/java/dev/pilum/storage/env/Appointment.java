package dev.pilum.storage.env;

/** A task of {@link Env#later} that has not begun, or has. Safe for use by many threads. */
@FunctionalInterface
public interface Appointment {
  /** Gives the task up, unless it has begun; never waits. */
  void cancel();
}
