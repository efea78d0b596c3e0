package dev.pilum.engine.event;

import org.jspecify.annotations.Nullable;

/** Something under way that somebody wants to hear of. */
public final class Span {
  /** Something that nobody wants to hear of. */
  static final Span NONE = new Span(0, null);

  private final long startNanos;
  private final @Nullable FlightSpan flight;

  /** Begins at {@code startNanos}, also in a flight recording unless {@code flight} is null. */
  Span(long startNanos, @Nullable FlightSpan flight) {
    this.startNanos = startNanos;
    this.flight = flight;
  }

  /** Returns whether somebody wants to hear of it. */
  public boolean isHeard() {
    return this != NONE;
  }

  /** Returns when it began. */
  long startNanos() {
    return startNanos;
  }

  /** Returns its event in a flight recording, or {@code null}. */
  @Nullable FlightSpan flight() {
    return flight;
  }
}
