package dev.pilum;

import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a table's rows: by a {@link Table}, of the newest version at each call; by a
 * {@link Snapshot}, of one version.
 *
 * <p>Safe for use by many threads. Unknown columns are refused with the nearest name, vectors of
 * the wrong dimension with both numbers ({@link dev.pilum.storage.error.InvalidRequest}).
 */
public interface Reader {
  /** Returns the columns. */
  Schema schema();

  /** Returns the version that is read: the number of commits so far. */
  long version();

  /** Returns how many rows there are. */
  long count();

  /**
   * Returns how many rows the filter matches.
   *
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted
   */
  long count(Filter where);

  /**
   * Returns how many rows match a condition in SQL; see {@link Sql}.
   *
   * @param values one for each {@code ?}
   */
  default long count(String where, @Nullable Object... values) {
    return count(SqlFilters.filter(where, SqlParameters.of(values), schema()));
  }

  /**
   * Returns the row with this key, or {@code null} when there is none.
   *
   * @param key a value of the key column's Java type
   * @throws dev.pilum.storage.error.InvalidRequest when the table has no key, or {@code key} has
   *     another type
   */
  @Nullable Row get(Object key);

  /**
   * Returns the rows with these keys, all as of one version, in the order of the keys. A key that
   * no row has is passed over, so there may be fewer rows than keys: each row names its own. A key
   * given twice comes twice.
   *
   * @param keys values of the key column's Java type; may be empty
   * @throws dev.pilum.storage.error.InvalidRequest when the table has no key, or one of {@code
   *     keys} is null or has another type
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted
   */
  default List<Row> getAll(Collection<?> keys) {
    return getAll(keys, schema().names().toArray(String[]::new));
  }

  /**
   * As {@link #getAll(Collection)}, with only these columns of each row, in this order.
   *
   * @param columns at least one; with the key's among them rows can be told apart
   */
  List<Row> getAll(Collection<?> keys, String... columns);

  /** Returns whether there is a row with this key. */
  boolean exists(Object key);

  /** Returns a query over all rows, in the order in which they were written. */
  Scan scan();

  /**
   * Returns a query for the rows nearest to {@code vector}. Rows whose vector is null are never
   * found.
   *
   * @param column a vector column
   * @param vector as many finite coordinates as the column's dimension; of bits, zeros and ones
   */
  Search search(String column, float[] vector);

  /**
   * Returns a query for the rows nearest to several vectors together, as models give that look at
   * every token by itself: for each of {@code vectors} the distance to the nearest vector of the
   * row counts, and they are added up (late interaction). By cosine and dot product a hit's score
   * is the sum of the greatest similarities. Rows without vectors are never found.
   *
   * @param column a column of several vectors in each row
   * @param vectors at least one, each with as many finite coordinates as the column's dimension
   */
  Search search(String column, float[][] vectors);

  /**
   * As {@link #search(String, float[])}, with the vector as the column stores it.
   *
   * @param column a column of int8 vectors or of vectors of bits
   * @param vector a coordinate in each byte, or eight bits, the first in the highest
   */
  Search search(String column, byte[] vector);

  /**
   * As {@link #search(String, float[])}, with the vector that the column's embedding function makes
   * of a text, now, on the calling thread.
   *
   * @param column a vector column with an embedding function
   * @param text what is looked for; not empty
   * @throws dev.pilum.storage.error.InvalidRequest when the function is not registered
   * @throws dev.pilum.storage.error.EmbeddingFailure when the model fails
   */
  Search search(String column, String text);

  /** As {@link #search(String, String)}, of the one vector column with an embedding function. */
  default Search search(String text) {
    return search(Embedder.onlyColumn(schema()), text);
  }

  /**
   * Returns a query for the rows whose text has terms of {@code text}, best first: the more of them
   * and the rarer, the better (BM25). The text is taken as it is; nothing in it is a sign. For
   * queries with signs see {@link dev.pilum.fts.TextQueryParser}.
   *
   * @param column a text column: one made by {@code SchemaBuilder.text}
   */
  default TextSearch searchText(String column, String text) {
    return searchText(TextQuery.match(text).in(column));
  }

  /**
   * Returns a query for the rows whose text matches best.
   *
   * @param query looks in all text columns where it does not say where
   */
  TextSearch searchText(TextQuery query);

  /**
   * Runs many searches at once, on all cores and all on one version, and returns what became of
   * each, in their order. A search that fails does not take the others along; what a {@link
   * Reranker} throws is thrown on.
   *
   * <p>Works on the calling thread and helpers; a filter that several searches have is evaluated
   * once.
   *
   * @param searches of vectors, text or both, in any mixture, made by this reader, by its table or
   *     by a snapshot of the same table, each with its own filter and limit; may be empty. One that
   *     was made for other columns than the version has fails with a {@link
   *     dev.pilum.storage.error.Conflict}
   * @param <H> what all their hits are: {@link Hit} where all are {@link Search}es
   * @throws dev.pilum.storage.error.InvalidRequest when one of them was made by another table
   * @throws java.util.concurrent.CancellationException when the calling thread is interrupted; its
   *     interrupt status stays set
   */
  <H> List<SearchResult<H>> searchAll(List<? extends RankedQuery<? extends H>> searches);
}
