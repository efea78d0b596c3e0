package dev.pilum.backend;

import dev.pilum.Row;
import dev.pilum.filter.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VectorCollection} whose calls return at once and run on an executor. What the call would
 * have thrown is what the stage fails with. Made by {@link VectorCollection#async}.
 *
 * <p>Calls run in the order that the executor gives them; who needs one after another chains them.
 */
public final class AsyncCollection {
  private final VectorCollection collection;
  private final Executor executor;

  AsyncCollection(VectorCollection collection, Executor executor) {
    this.collection = collection;
    this.executor = executor;
  }

  /** See {@link VectorCollection#store}. */
  public CompletionStage<Void> store(Object id, float[] embedding) {
    return run(() -> collection.store(id, embedding));
  }

  /** See {@link VectorCollection#upsert(List)}. */
  public CompletionStage<Void> upsert(List<? extends Map<String, ?>> rows) {
    return run(() -> collection.upsert(rows));
  }

  /** See {@link VectorCollection#get}; completes with {@code null} when there is no such row. */
  public CompletionStage<@Nullable Row> get(Object id) {
    return call(() -> collection.get(id));
  }

  /** See {@link VectorCollection#getAll}. */
  public CompletionStage<List<Row>> getAll(Collection<?> ids) {
    return call(() -> collection.getAll(ids));
  }

  /** See {@link VectorCollection#exists}. */
  public CompletionStage<Boolean> exists(Object id) {
    return call(() -> collection.exists(id));
  }

  /** See {@link VectorCollection#delete}. */
  public CompletionStage<Boolean> delete(Object id) {
    return call(() -> collection.delete(id));
  }

  /** See {@link VectorCollection#deleteWhere(Filter)}. */
  public CompletionStage<Long> deleteWhere(Filter where) {
    return call(() -> collection.deleteWhere(where));
  }

  /** See {@link VectorCollection#count(Filter)}. */
  public CompletionStage<Long> count(Filter where) {
    return call(() -> collection.count(where));
  }

  /** See {@link VectorCollection#search(Query)}. */
  public CompletionStage<List<ScoredRow>> search(Query query) {
    return call(() -> collection.search(query));
  }

  private CompletionStage<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, executor);
  }

  private <T extends @Nullable Object> CompletionStage<T> call(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }
}
