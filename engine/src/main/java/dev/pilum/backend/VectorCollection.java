package dev.pilum.backend;

import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.Sql;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Rows with a key, vectors and other columns. Each write call is atomic and seen by every read that
 * starts after it has returned.
 *
 * <p>Safe for use by many threads. A wrong call is an {@link InvalidRequest} and changes nothing;
 * columns that do not exist are named. A failed write is a {@link
 * dev.pilum.storage.error.StorageFailure} with what it was about and its cause.
 */
public interface VectorCollection {
  /** Returns its name. */
  String name();

  /** Returns its columns; there is a key. */
  Schema schema();

  /**
   * Adds rows; none is no write.
   *
   * @throws InvalidRequest when a key is there already, or twice in {@code rows}
   */
  void add(List<? extends Map<String, ?>> rows);

  /**
   * Adds rows, replacing those with the same keys; of rows with one key in {@code rows} the last
   * one stays. None is no write.
   */
  void upsert(List<? extends Map<String, ?>> rows);

  /**
   * Sets columns of all rows that match; others stay.
   *
   * @param where not a list of no conditions: that is a mistake more often than a wish
   * @return how many rows
   */
  long update(Filter where, Map<String, ?> values);

  /**
   * Deletes the rows with these keys; keys without a row are passed over.
   *
   * @return how many rows
   */
  long deleteAll(Collection<?> ids);

  /**
   * Deletes all rows that match. A list of no conditions deletes nothing, as that is a mistake more
   * often than a wish: {@link #clear} deletes all.
   *
   * @return how many rows
   */
  long deleteWhere(Filter where);

  /**
   * Deletes all rows; the collection stays. Callers' lists of no conditions do not get as far as an
   * implementation's {@link #deleteWhere(Filter)}: the one that comes from here deletes all.
   */
  default void clear() {
    deleteWhere(Filters.all());
  }

  /**
   * Returns the rows with these keys in their order; a key that no row has is passed over, one
   * given twice comes twice.
   */
  List<Row> getAll(Collection<?> ids);

  /** Returns how many rows match. */
  long count(Filter where);

  /** Returns the rows that the query finds, best first. */
  List<ScoredRow> search(Query query);

  /**
   * Returns how many of the rows that match have each value of a column, the most frequent first,
   * equally frequent ones in the order of values.
   *
   * @param column a scalar column
   */
  List<Group> groupCount(String column, Filter where);

  /**
   * Makes an index, or does nothing when it is there or never needed.
   *
   * @throws InvalidRequest when the backend has none for such a column; searches work without
   */
  void createIndex(Index index);

  /** Compacts what is stored and lets go of what nobody can see any more. Never needed. */
  void optimize();

  /** Adds one row, replacing the one with the same key. */
  default void upsert(Map<String, ?> row) {
    upsert(List.of(row));
  }

  /**
   * Stores a vector under an id, replacing the one that is there; other columns are null.
   *
   * @throws InvalidRequest when there is no column of vectors, or several
   */
  default void store(Object id, float[] embedding) {
    upsert(Row.of(CollectionColumns.key(this), id, CollectionColumns.vector(this), embedding));
  }

  /**
   * Adds rows as {@link #upsert(List)} does, so many at a time: each batch is one write. Holds one
   * batch in memory.
   *
   * @param batchSize 1 or more
   * @return how many rows there were
   */
  default long ingest(Iterable<? extends Map<String, ?>> rows, int batchSize) {
    if (batchSize <= 0) {
      throw new InvalidRequest("batchSize must be positive");
    }
    long count = 0;
    List<Map<String, ?>> batch = new ArrayList<>();
    for (Map<String, ?> row : rows) {
      batch.add(row);
      count++;
      if (batch.size() == batchSize) {
        upsert(batch);
        batch = new ArrayList<>();
      }
    }
    upsert(batch);
    return count;
  }

  /** As {@link #update(Filter, Map)}, of rows that match a condition in SQL; see {@link Sql}. */
  default long update(Map<String, ?> values, String where, @Nullable Object... parameters) {
    return update(CollectionColumns.filter(where, parameters), values);
  }

  /** As {@link #deleteWhere(Filter)}, of rows that match a condition in SQL; see {@link Sql}. */
  default long deleteWhere(String where, @Nullable Object... parameters) {
    return deleteWhere(CollectionColumns.filter(where, parameters));
  }

  /** Deletes the row with this key, if there is one; returns whether there was. */
  default boolean delete(Object id) {
    return deleteAll(List.of(id)) > 0;
  }

  /** Returns the row with this key, or {@code null} when there is none. */
  default @Nullable Row get(Object id) {
    List<Row> rows = getAll(List.of(id));
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /** Returns whether there is a row with this key. */
  default boolean exists(Object id) {
    return get(id) != null;
  }

  /** Returns how many rows there are. */
  default long count() {
    return count(Filters.all());
  }

  /** As {@link #count(Filter)}, of rows that match a condition in SQL; a blank one is all. */
  default long count(String where, @Nullable Object... parameters) {
    return count(CollectionColumns.filter(where, parameters));
  }

  /**
   * Returns the rows nearest to {@code embedding}, nearest first.
   *
   * @throws InvalidRequest when there is no column of vectors, or several
   */
  default List<ScoredRow> search(float[] embedding, int limit) {
    return search(Query.nearest(CollectionColumns.vector(this), embedding).limit(limit));
  }

  /** Returns the rows that the query finds, without what else is known of them. */
  default List<Row> rows(Query query) {
    return search(query).stream().map(ScoredRow::row).toList();
  }

  /** Returns the same collection, whose calls run on {@code executor}. */
  default AsyncCollection async(Executor executor) {
    return new AsyncCollection(this, executor);
  }
}
