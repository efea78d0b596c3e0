package dev.pilum;

import dev.pilum.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * A merge of rows, the source, into a table, the target, as one atomic commit: each row of the
 * source is compared with the rows of the table by some columns, and what is said here happens to
 * those that match and those that do not. Made by {@link Table#merge}; without any of the {@code
 * when} methods it does nothing.
 *
 * <p>It is decided what matches when its turn to commit has come, so merges that run at the same
 * time meet each other's rows, and none is added twice. Other writers wait meanwhile: matching by
 * the key takes a look-up for each row of the source, by other columns, or with {@link
 * #whenNotMatchedBySourceDelete}, a look at all rows of the table.
 *
 * <p>Of rows of the source that match alike the last one counts, the others are {@link
 * MergeResult#duplicates}. Null matches nothing. Where a row of the source matches several rows of
 * the table, each of them is updated or deleted.
 *
 * <p>The source may lack columns. Those stay as they are in rows that are updated, and are null in
 * rows that are inserted. Vectors that an embedding function makes are made by {@link #run}, of all
 * rows of a source that has the columns they are made of, and updated with these.
 *
 * <p>Conditions look at a pair of rows that match: {@code source.price < target.price}. Whether a
 * vector is there can be asked ({@code IS NULL}), and nothing else of it. Of several {@code
 * whenMatched} the first one whose condition is true is done; where none is, the row stays.
 *
 * <p>For one thread.
 */
public interface Merge {
  /**
   * Sets the columns by which rows match, all of which must be equal; the key when this is not
   * called.
   *
   * @param columns scalar columns that the source has, at least one
   * @throws dev.pilum.storage.error.InvalidRequest when one is unknown, no scalar, or not in the
   *     source
   */
  Merge on(String... columns);

  /** Has rows that match take the values of all columns of the source. */
  Merge whenMatchedUpdateAll();

  /**
   * Has rows that match take the values of all columns of the source, where a condition is true.
   *
   * @param condition of {@code source.} and {@code target.} columns, as in {@link Sql}
   * @param values one for each {@code ?}
   */
  default Merge whenMatchedUpdateAll(String condition, @Nullable Object... values) {
    return whenMatchedUpdateAll(Sql.filter(condition, values));
  }

  /** As {@link #whenMatchedUpdateAll(String, Object...)}, with a filter that was made before. */
  Merge whenMatchedUpdateAll(Filter condition);

  /**
   * Has rows that match take the values of some columns of the source.
   *
   * @param columns at least one, all of them in the source
   */
  Merge whenMatchedUpdate(String... columns);

  /** As {@link #whenMatchedUpdate(String...)}, where a condition is true. */
  Merge whenMatchedUpdate(Filter condition, String... columns);

  /** Deletes rows of the table that match. */
  Merge whenMatchedDelete();

  /**
   * Deletes rows of the table that match, where a condition is true.
   *
   * @param condition of {@code source.} and {@code target.} columns, as in {@link Sql}
   * @param values one for each {@code ?}
   */
  default Merge whenMatchedDelete(String condition, @Nullable Object... values) {
    return whenMatchedDelete(Sql.filter(condition, values));
  }

  /** As {@link #whenMatchedDelete(String, Object...)}, with a filter that was made before. */
  Merge whenMatchedDelete(Filter condition);

  /**
   * Adds rows of the source that match no row of the table.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the source lacks a column that must not be
   *     null
   */
  Merge whenNotMatchedInsertAll();

  /** Deletes rows of the table that no row of the source matches. */
  Merge whenNotMatchedBySourceDelete();

  /**
   * Deletes those rows of the table that no row of the source matches for which a condition is
   * true.
   *
   * @param where of the table's columns, without a prefix, as in {@link Sql}
   * @param values one for each {@code ?}
   */
  default Merge whenNotMatchedBySourceDelete(String where, @Nullable Object... values) {
    return whenNotMatchedBySourceDelete(Sql.filter(where, values));
  }

  /** As {@link #whenNotMatchedBySourceDelete(String, Object...)}, with a filter made before. */
  Merge whenNotMatchedBySourceDelete(Filter where);

  /**
   * Merges; returns once that is durable.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a row would take a key that another row
   *     has, because rows match by other columns; nothing is changed then
   * @throws dev.pilum.storage.error.EmbeddingFailure when a model fails; nothing is changed then
   * @throws dev.pilum.storage.error.Conflict when the table's columns were changed since the merge
   *     was begun; begin another
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted before it is decided
   *     what to do; nothing is changed then
   */
  MergeResult run();
}
