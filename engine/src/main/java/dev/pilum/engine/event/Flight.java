package dev.pilum.engine.event;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether Flight Recorder is there, and running. The module {@code jdk.jfr} is optional; nobody
 * calls {@link #begin} without.
 */
final class Flight {
  /** Whether this Java has Flight Recorder. */
  static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Flight() {}

  /** Begins an event, or returns {@code null} when nobody has ever started a recording. */
  static @Nullable FlightSpan begin(Kind kind) {
    return FlightRecorder.isInitialized() ? FlightSpan.begin(kind) : null;
  }
}
