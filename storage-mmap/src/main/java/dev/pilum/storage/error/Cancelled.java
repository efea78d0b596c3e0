package dev.pilum.storage.error;

/**
 * A query was given up before it had its result, for its timeout had passed or its thread was
 * interrupted. Nothing was changed and everything stays usable: run it again, with more time or
 * asking for less.
 */
public final class Cancelled extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Why a query was given up. */
  public enum Reason {
    /** It had taken longer than it was allowed to. */
    TIMEOUT,
    /** The thread that asked was interrupted; its interrupt status is still set. */
    INTERRUPTED
  }

  private final Reason reason;

  /** Says what went wrong and what to do next; never {@code null}. */
  public Cancelled(Reason reason, String message) {
    super(message, null);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  @Override
  public String code() {
    return "CANCELLED";
  }
}
