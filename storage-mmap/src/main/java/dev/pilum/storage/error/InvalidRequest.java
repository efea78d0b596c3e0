package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/** The call itself is wrong: fix the argument that the message names. */
public final class InvalidRequest extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Says what went wrong and what to do next; never {@code null}. */
  public InvalidRequest(String message) {
    super(message, null);
  }

  /**
   * As {@link #InvalidRequest(String)}, keeping the failure that led here; {@code cause} may be
   * {@code null}.
   */
  public InvalidRequest(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "INVALID_REQUEST";
  }
}
