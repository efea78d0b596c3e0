package dev.pilum.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Something under way that somebody wants to hear of.
 *
 * @param startNanos when it began
 * @param flight its event in a flight recording, or {@code null}
 */
public record Span(long startNanos, @Nullable FlightSpan flight) {
  /** Something that nobody wants to hear of. */
  static final Span NONE = new Span(0, null);

  /** Returns whether somebody wants to hear of it. */
  public boolean isHeard() {
    return this != NONE;
  }
}
