package dev.pilum.engine.embed;

import dev.pilum.EmbeddingFunction;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.EmbeddingFailure;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls of one column's embedding function: batch after batch, repeated where a failure says that
 * this may help. Nobody may hold a lock meanwhile.
 */
final class ModelCalls {
  /** With the pauses below a call is given up after about four seconds. */
  private static final int ATTEMPTS = 4;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Each pause is this much longer than the one before. */
  private static final int PAUSE_GROWTH = 4;

  private final Field field;
  private final Embedding embedding;
  private final EmbeddingFunction function;
  private final Env env;

  ModelCalls(Field field, Embedding embedding, EmbeddingFunction function, Env env) {
    this.field = field;
    this.embedding = embedding;
    this.function = function;
    this.env = env;
  }

  /** Says which rows have some of the texts. */
  @FunctionalInterface
  interface RowNames {
    /** Returns the rows of texts {@code from} to {@code to - 1}, such as {@code row 3}. */
    String of(int from, int to);
  }

  /** Returns a vector of the column's dimension for each text, in their order. */
  List<float[]> documents(List<String> texts, RowNames rows) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += embedding.batchSize()) {
      int to = Math.min(texts.size(), from + embedding.batchSize());
      vectors.addAll(batch(List.copyOf(texts.subList(from, to)), rows.of(from, to)));
    }
    return vectors;
  }

  /** Returns the vector to search with. */
  float[] query(String text) {
    float[] vector = repeated(() -> function.embedQuery(text), "the query");
    EmbeddingFunctions.checkDimension(field, embedding, vector.length);
    return vector;
  }

  private List<float[]> batch(List<String> texts, String rows) {
    List<float[]> vectors = repeated(() -> function.embedDocuments(texts), rows);
    if (vectors.size() != texts.size()) {
      throw failure(
          rows,
          EmbeddingFailure.lasting(
              vectors.size() + " vectors of " + texts.size() + " texts", null));
    }
    vectors.forEach(vector -> EmbeddingFunctions.checkDimension(field, embedding, vector.length));
    return vectors;
  }

  private <T> T repeated(Supplier<T> call, String what) {
    long pauseNanos = FIRST_PAUSE_NANOS;
    for (int attempt = 1; ; attempt++) {
      refuseIfInterrupted();
      try {
        return call.get();
      } catch (EmbeddingFailure e) {
        if (!e.isRetryable() || attempt == ATTEMPTS) {
          throw failure(what, e);
        }
      } catch (PilumException e) {
        throw e; // of another database, or of this one, where the function asks it
      } catch (RuntimeException e) {
        throw failure(what, EmbeddingFailure.lasting(e.toString(), e));
      }
      pause(pauseNanos);
      pauseNanos *= PAUSE_GROWTH;
    }
  }

  /** Waits, a little more or less than others that failed at the same time. */
  private void pause(long nanos) {
    long quarter = nanos / 4;
    try {
      env.pause(nanos - quarter + Math.floorMod(env.nextRandomLong(), 2 * quarter));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuseIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Cancelled(
          Cancelled.Reason.INTERRUPTED,
          "the thread was interrupted while texts were embedded; nothing was done");
    }
  }

  private EmbeddingFailure failure(String what, EmbeddingFailure why) {
    String message =
        "%s could not be embedded by '%s' for column '%s'; nothing was done: %s"
            .formatted(what, embedding.function(), field.name(), why.getMessage());
    return why.isRetryable()
        ? EmbeddingFailure.retryable(message, why)
        : EmbeddingFailure.lasting(message, why);
  }
}
