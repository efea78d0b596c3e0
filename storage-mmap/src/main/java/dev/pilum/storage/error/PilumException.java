package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/**
 * What every failure of Pilum is. There are seven kinds, one for each thing a caller can do next:
 * fix the call ({@link InvalidRequest}), retry ({@link Conflict}), reopen ({@link Closed}), restore
 * or verify ({@link Corruption}), look at the disk ({@link StorageFailure}), give a query more time
 * ({@link Cancelled}), or look at the model ({@link EmbeddingFailure}).
 */
public abstract sealed class PilumException extends RuntimeException
    permits InvalidRequest,
        Conflict,
        Closed,
        Corruption,
        StorageFailure,
        Cancelled,
        EmbeddingFailure {
  private static final long serialVersionUID = 1L;

  PilumException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns a stable upper-case word for this kind of failure, fit for logs and for mapping to
   * other systems' codes.
   */
  public abstract String code();
}
