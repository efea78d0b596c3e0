package dev.pilum;

import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows with typed columns and, usually, a primary key. Each write call is atomic, becomes one
 * version, is durable when it returns (see {@link Durability}), and is seen by every read that
 * starts after it. Closed by its database.
 *
 * <p>Values are checked at the door: a NaN or infinite coordinate, a vector of the wrong dimension,
 * a missing key, a value of the wrong type or an unknown column is an {@link
 * dev.pilum.storage.error.InvalidRequest} that names row and column, and nothing is written. After
 * a failed write or force the table refuses writes with {@link dev.pilum.storage.error.Closed}
 * until reopened; reads go on.
 *
 * <p>A vector column may have an {@link dev.pilum.storage.schema.Embedding}: then rows that bring
 * no vector, but text, get theirs from a function, before anything is locked or written. It may
 * throw {@link dev.pilum.storage.error.EmbeddingFailure}, which names the rows; nothing is written
 * then.
 *
 * <p>Safe for use by many threads; writers never conflict.
 */
public interface Table extends Reader {
  /** Returns the table's name. */
  String name();

  /**
   * Returns a number chosen by chance when the table was created, never given to another one; a
   * restored backup keeps it.
   */
  long id();

  /**
   * Adds rows.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a key is there already or twice in {@code
   *     rows}: then use {@link #upsert(List)}
   */
  WriteResult add(List<? extends Map<String, ?>> rows);

  /** As {@link #add(List)}, column by column, without boxing. */
  WriteResult add(Batch rows);

  /**
   * Adds rows, replacing those with the same keys; of rows with one key in {@code rows} the last
   * one stays.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the table has no key
   */
  WriteResult upsert(List<? extends Map<String, ?>> rows);

  /** As {@link #upsert(List)}, column by column, without boxing. */
  WriteResult upsert(Batch rows);

  /**
   * As {@link #add(List)}, of records whose components are named like columns, or as {@link
   * ColumnName} says.
   */
  WriteResult addRecords(List<? extends Record> rows);

  /**
   * As {@link #upsert(List)}, of records whose components are named like columns, or as {@link
   * ColumnName} says.
   */
  WriteResult upsertRecords(List<? extends Record> rows);

  /** Adds one row, replacing the one with the same key. */
  default WriteResult upsert(Map<String, ?> row) {
    return upsert(List.of(row));
  }

  /** Returns a way to write rows of which some may be duplicates or have bad vectors. */
  Write write();

  /**
   * Sets columns of the row with this key; other columns stay, but vectors that an embedding
   * function makes of what is set. Does nothing when there is no such row.
   */
  WriteResult update(Object key, Map<String, ?> values);

  /**
   * Sets columns of all rows that match; other columns stay, but vectors that an embedding function
   * makes of what is set. The key column cannot be set.
   *
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted before the rows are
   *     found; nothing is changed then
   */
  WriteResult updateWhere(Filter where, Map<String, ?> values);

  /** Deletes the row with this key, if there is one. */
  default WriteResult delete(Object key) {
    return deleteAll(List.of(key));
  }

  /** Deletes the rows with these keys; keys without a row are passed over. */
  WriteResult deleteAll(Collection<?> keys);

  /**
   * Deletes all rows that match.
   *
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted before the rows are
   *     found; nothing is deleted then
   */
  WriteResult deleteWhere(Filter where);

  /**
   * Deletes all rows that match a condition in SQL; see {@link Sql}.
   *
   * @param values one for each {@code ?}
   */
  default WriteResult deleteWhere(String where, @Nullable Object... values) {
    return deleteWhere(SqlFilters.filter(where, SqlParameters.of(values), schema()));
  }

  /**
   * Returns a merge of rows into the table: those that match rows of the table by the key, or by
   * other columns, and those that do not, are updated, deleted, added or left as is said there.
   *
   * @param rows the source; it has the columns that any of its rows mentions
   */
  Merge merge(List<? extends Map<String, ?>> rows);

  /**
   * As {@link #merge(List)}, column by column, without boxing.
   *
   * @param rows made by {@link #newBatch} they have all columns, those not set null
   */
  Merge merge(Batch rows);

  /** Returns the newest version to be read for as long as the caller likes. */
  Snapshot snapshot();

  /**
   * Returns the versions that can be read beside the newest, and the newest, oldest first. Of a
   * table that keeps its newest version only that is one, or none before its first commit.
   */
  List<Version> versions();

  /**
   * Returns an older version, to be read for as long as the caller likes, whatever becomes of it
   * meanwhile. Searches and filters answer as they did then, but for the order of text hits: BM25
   * counts words in rows that have come since.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when that version is not kept, or not there yet
   */
  Snapshot checkout(long version);

  /** As {@link #checkout(long)}, of the version that has this tag. */
  Snapshot checkout(String tag);

  /** As {@link #checkout(long)}, of the version that was the newest at this time. */
  Snapshot checkout(Instant time);

  /**
   * Makes the rows what they were at an older version: rows that have come since go, those that
   * have gone come back, as one commit and a new version. Does nothing when there is no difference.
   *
   * <p>If that version had other columns, the table gets these again, with the names and types that
   * they had then, by the same version; versions in between keep theirs. Writers wait meanwhile, as
   * for the last part of {@link Alteration#apply}.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when that version is not kept, or not there yet,
   *     or the rows that come back do not fit into one commit
   */
  WriteResult restore(long version);

  /**
   * Returns how the rows and columns of two versions differ; needs memory for the rows that do.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when one of them is not kept, or not there yet
   */
  VersionDiff diff(long from, long to);

  /**
   * Gives the newest version a name, which keeps it until {@link #deleteTag}; returns its number
   * once that is durable.
   *
   * @param tag 1 to 64 characters
   * @throws dev.pilum.storage.error.InvalidRequest when another version has that tag
   */
  long tag(String tag);

  /** As {@link #tag(String)}, of a version that is kept. */
  void tag(String tag, long version);

  /**
   * Takes a name away; returns once that is durable.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no such tag
   */
  void deleteTag(String tag);

  /** Returns the numbers of the versions that have names. */
  SortedMap<String, Long> tags();

  /** Returns which versions are kept. */
  Retention retention();

  /**
   * Sets which versions are kept beside the newest and those with tags; returns once that is
   * durable. What has been given up does not come back. Versions given up now take disk space until
   * segments are merged: {@link #optimize} does so at once.
   */
  void setRetention(Retention retention);

  /**
   * Returns every change after a version, up to the newest one.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when not all of them are kept, or there is no
   *     such version yet; a feed, see {@link #createFeed}, keeps them whatever the retention
   */
  default ChangeReader changes(long afterVersion) {
    return changes(ChangePosition.after(afterVersion), ChangeMode.EVERY);
  }

  /** As {@link #changes(long)}, behind a position, every change or the last of each key. */
  ChangeReader changes(ChangePosition after, ChangeMode mode);

  /**
   * Gives a consumer of changes a name, under which the table remembers how far it has come, and
   * returns its changes after the newest version; once that is durable.
   *
   * <p>Rows that it has still to be told of take disk space, whatever the retention: drop a feed
   * that nobody reads any more.
   *
   * @param name 1 to 64 characters
   * @throws dev.pilum.storage.error.InvalidRequest when there is a feed of this name
   */
  ChangeFeed createFeed(String name);

  /**
   * As {@link #createFeed(String)}, after another version.
   *
   * @param limit the feed holds on to changes after versions that this retention would keep, and no
   *     longer: behind that it has lost changes; {@link Retention#ALL} for as long as possible
   * @throws dev.pilum.storage.error.InvalidRequest when there is a feed of this name, or not all
   *     changes after that version are kept
   */
  ChangeFeed createFeed(String name, long afterVersion, Retention limit);

  /**
   * Returns the changes that a consumer has not acknowledged.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no such feed, naming the nearest
   */
  default ChangeFeed feed(String name) {
    return feed(name, ChangeMode.EVERY);
  }

  /** As {@link #feed(String)}, every change or the last of each key. */
  ChangeFeed feed(String name, ChangeMode mode);

  /** Returns the feeds, by name, and how far their consumers have come. */
  List<FeedStatus> feeds();

  /**
   * Forgets a feed; returns once that is durable.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no such feed
   */
  void dropFeed(String name);

  /** Returns a collector of columns for bulk writes. */
  BatchBuilder newBatch();

  /**
   * Turns rows still in memory into a segment now and returns once that is durable. Never needed:
   * writes are durable without it.
   */
  void flush();

  /**
   * Merges all segments into one, or into a few where one cannot hold them all (1.5 GB of columns
   * that are not vectors), and builds their graphs now; returns when done. Never needed: upkeep is
   * automatic.
   */
  void optimize();

  /**
   * Returns once background flushes, merges and graphs under way or due are done. For benchmarks
   * and tests.
   */
  void awaitUpkeep();

  /**
   * Measures how many of the ten nearest rows searches of a column find with default settings.
   *
   * @see #measureRecall(String, int, long, UnaryOperator)
   */
  default RecallReport measureRecall(String column, int sample) {
    return measureRecall(column, sample, 1, search -> search);
  }

  /**
   * Measures how many of the truly nearest rows a search finds: asks for the neighbours of sampled
   * rows, by the search and by exact search, and compares. Each sampled row is left out of its own
   * answer, and walks go round it, so that its neighbours are found no more easily than those of a
   * query that is not in the table; a little less easily, where recall is low. Queries unlike the
   * rows may find less.
   *
   * <p>Works on the calling thread and helpers, and compares with every row for each one sampled.
   * Rows that graphs cannot go round are not sampled: one in sixteen or so, and those equal to
   * another.
   *
   * @param column a vector column
   * @param sample how many rows to ask about, at least 1; 100 tell recall to about 0.01
   * @param seed chooses them
   * @param how settings of the search, such as {@code search -> search.limit(20).ef(50)}
   * @throws dev.pilum.storage.error.InvalidRequest when there is nothing to measure: no two rows
   *     with vectors
   */
  RecallReport measureRecall(String column, int sample, long seed, UnaryOperator<Search> how);

  /**
   * Returns a collector of changes of the columns: add, drop, rename, widen. Nothing happens before
   * its {@link Alteration#apply}.
   */
  Alteration alter();

  /**
   * Has the table keep an index of a column, which makes filters cheap that select few rows by it.
   * Returns once that is durable; the files of segments that are there are made in the background,
   * while the column is read as before and writers go on, those of new segments along with them. A
   * flush or merge under way is waited for. Does nothing when the table has the index.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the column is unknown, or the kind does not
   *     fit its type, naming those that do
   */
  void createIndex(String column, ScalarIndex kind);

  /**
   * Takes an index away; returns once that is durable. Does nothing when there is none.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the column is unknown
   */
  void dropIndex(String column, ScalarIndex kind);

  /** Returns the scalar indexes that the table should have, and how far they are made. */
  List<ColumnIndex> indexes();

  /** Returns figures about rows, segments and files; reads no rows. */
  TableStats stats();

  /**
   * Returns figures about each column, in order. Reads columns: nulls are counted with the help of
   * zone maps, least and greatest values take a pass over each column that has an order.
   */
  List<ColumnStats> columnStats();

  /**
   * Reads the manifests, the logs and every data and index file whole, checks checksums and
   * structures, and compares what can be compared: row counts and ids with the manifest; keys,
   * deletes, graphs, zone maps and scalar indexes with the columns; text indexes with the texts of
   * a thousand rows of each segment. Returns what is wrong, and whether {@link Database#repair} can
   * make it again.
   *
   * <p>Writers go on; flushes and merges wait while the files of one segment are read.
   */
  VerifyReport verify();
}
