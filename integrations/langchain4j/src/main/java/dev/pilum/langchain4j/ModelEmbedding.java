package dev.pilum.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.pilum.EmbeddingFunction;
import dev.pilum.storage.error.EmbeddingFailure;
import java.util.List;
import java.util.function.Supplier;

/**
 * An {@link EmbeddingModel} of LangChain4j as an embedding function.
 *
 * <pre>{@code
 * database.registerEmbedding("minilm", ModelEmbedding.of(model));
 * }</pre>
 *
 * <p>Failures that LangChain4j calls retriable are repeated. Models that repeat calls by themselves
 * should be told not to: both together repeat a call many times. The dimension is not asked for,
 * which would be a call of the model: vectors are checked as they come.
 *
 * <p>As safe for use by many threads as its models.
 */
public final class ModelEmbedding implements EmbeddingFunction {
  private final EmbeddingModel documents;
  private final EmbeddingModel queries;

  private ModelEmbedding(EmbeddingModel documents, EmbeddingModel queries) {
    this.documents = documents;
    this.queries = queries;
  }

  /** Returns a function by one model. */
  public static ModelEmbedding of(EmbeddingModel model) {
    return of(model, model);
  }

  /**
   * Returns a function by a model that was told to embed documents, and one that was told to embed
   * questions.
   */
  public static ModelEmbedding of(EmbeddingModel documents, EmbeddingModel queries) {
    return new ModelEmbedding(documents, queries);
  }

  @Override
  public List<float[]> embedDocuments(List<String> texts) {
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return translated(
        () -> documents.embedAll(segments).content().stream().map(Embedding::vector).toList());
  }

  @Override
  public float[] embedQuery(String text) {
    return translated(() -> queries.embed(text).content().vector());
  }

  private static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (RetriableException e) {
      throw EmbeddingFailure.retryable(String.valueOf(e.getMessage()), e);
    }
  }
}
