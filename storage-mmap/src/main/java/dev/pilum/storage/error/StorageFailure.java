package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/**
 * The disk said no (I/O error, no space, no permission). After a failed write or force the table is
 * read-only until reopened.
 */
public final class StorageFailure extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Says what went wrong and what to do next; never {@code null}. */
  public StorageFailure(String message) {
    super(message, null);
  }

  /**
   * As {@link #StorageFailure(String)}, keeping the failure that led here; {@code cause} may be
   * {@code null}.
   */
  public StorageFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "STORAGE_FAILED";
  }
}
