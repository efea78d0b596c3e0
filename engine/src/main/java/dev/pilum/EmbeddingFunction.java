package dev.pilum;

import java.util.List;

/**
 * A model that makes vectors of texts. Tables name it in their schema ({@link
 * dev.pilum.storage.schema.Embedding}); {@link Database#registerEmbedding} says what the name
 * stands for.
 *
 * <p>Called on the threads that write and search, several at a time, and never while Pilum holds a
 * lock: it may be as slow as it is.
 */
@FunctionalInterface
public interface EmbeddingFunction {
  /**
   * Returns a vector for each text, in their order.
   *
   * @param texts one to as many as the column's batch size; none of them blank
   * @return as many vectors, each with as many finite coordinates as the column's dimension
   * @throws dev.pilum.storage.error.EmbeddingFailure when there is none; a {@linkplain
   *     dev.pilum.storage.error.EmbeddingFailure#retryable retryable} one has the call repeated, at
   *     most three times, after about 0.2, 0.8 and 3.2 seconds. Whatever else it throws ends the
   *     write or search at once
   */
  List<float[]> embedDocuments(List<String> texts);

  /**
   * Returns the vector to search with for a text; as {@link #embedDocuments} makes it, unless the
   * model distinguishes questions from documents.
   */
  default float[] embedQuery(String text) {
    return embedDocuments(List.of(text)).getFirst();
  }

  /**
   * Returns how many coordinates the vectors have, or 0 when that is not known before the first
   * call. Tables of another dimension are then refused when they are created, not when they are
   * written to.
   */
  default int dimension() {
    return 0;
  }
}
