package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/** The database, table or snapshot is closed, or refuses writes after a failed force: reopen it. */
public final class Closed extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Says what went wrong and what to do next; never {@code null}. */
  public Closed(String message) {
    super(message, null);
  }

  /**
   * As {@link #Closed(String)}, keeping the failure that led here; {@code cause} may be {@code
   * null}.
   */
  public Closed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "CLOSED";
  }
}
