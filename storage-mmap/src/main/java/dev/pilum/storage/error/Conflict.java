package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/** Another writer or reader stands in the way: retry, or close the other one. */
public final class Conflict extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Says what went wrong and what to do next; never {@code null}. */
  public Conflict(String message) {
    super(message, null);
  }

  /**
   * As {@link #Conflict(String)}, keeping the failure that led here; {@code cause} may be {@code
   * null}.
   */
  public Conflict(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "CONFLICT";
  }
}
