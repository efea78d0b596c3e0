package dev.pilum.storage.error;

import org.jspecify.annotations.Nullable;

/**
 * A model made no vectors of texts: look at the model, then do it again. Thrown by embedding
 * functions, and by writes and searches that need them; nothing has been written then.
 */
public final class EmbeddingFailure extends PilumException {
  private static final long serialVersionUID = 1L;

  /** Whether the same call may succeed a little later. */
  private final boolean retryable;

  private EmbeddingFailure(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /**
   * Returns a failure that the same call may not meet again a little later: a busy server, a lost
   * connection. {@code cause} may be {@code null}.
   */
  public static EmbeddingFailure retryable(String message, @Nullable Throwable cause) {
    return new EmbeddingFailure(message, cause, true);
  }

  /**
   * Returns a failure that the same call would meet again: a wrong password, a text that is too
   * long. {@code cause} may be {@code null}.
   */
  public static EmbeddingFailure lasting(String message, @Nullable Throwable cause) {
    return new EmbeddingFailure(message, cause, false);
  }

  /** Returns whether the same call may succeed a little later. */
  public boolean isRetryable() {
    return retryable;
  }

  @Override
  public String code() {
    return "EMBEDDING_FAILED";
  }
}
