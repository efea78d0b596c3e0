package dev.pilum.storage.scalar;

import org.jspecify.annotations.Nullable;

/**
 * All values between two places in the order of a scalar type.
 *
 * @param low where they begin; {@code null} for the least value there is
 * @param high where they end; {@code null} for the greatest
 */
public record Span(@Nullable Cut low, @Nullable Cut high) {
  /** Returns the span of one value that is not text or binary. */
  public static Span of(WideKey key) {
    return of(key, key);
  }

  /** Returns the span from one value to another, both included, neither text nor binary. */
  public static Span of(WideKey low, WideKey high) {
    return new Span(Cut.before(low), Cut.behind(high));
  }

  /** Returns the span of one text or binary value. */
  public static Span of(byte[] value) {
    return new Span(Cut.before(value), Cut.behind(value));
  }
}
