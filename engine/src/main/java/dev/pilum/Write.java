package dev.pilum;

import java.util.List;
import java.util.Map;

/**
 * A way to write rows that are not all as they should be. Each of the settings returns a changed
 * copy; {@code add} and {@code upsert} write. Without settings they do what the table's own do.
 *
 * <pre>{@code
 * WriteReport report =
 *     docs.write()
 *         .duplicates(Duplicates.SKIP, "body")
 *         .rejectedVectors(RejectedVectors.DROP_ROW)
 *         .add(rows);
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public interface Write {
  /**
   * Says what becomes of rows that have the same values in {@code columns} as others: of the table,
   * or earlier in the same write. A row in which one of them is null is like no other.
   *
   * <p>Looked up by filter while the commit holds up others: make an index of a column where the
   * table is large. Rows skipped are not embedded, unless another writer comes between.
   *
   * @param columns integers, text, UUIDs, dates or booleans; at least one. Instead of a vector
   *     column name the column it is made of
   */
  Write duplicates(Duplicates policy, String... columns);

  /** Says what becomes of rows whose vectors cannot be searched, whoever made them. */
  Write rejectedVectors(RejectedVectors policy);

  /**
   * Has many rows written in several commits of at most {@code rows} each, 1 or more; without it
   * all are one commit. When one fails those before it stay, and the error has a {@linkplain
   * Throwable#getSuppressed() suppressed} one that says how many rows they wrote; it numbers rows
   * from the beginning of its own part.
   */
  Write rowsPerCommit(int rows);

  /** As {@link Table#add(List)}; does nothing when there are no rows. */
  WriteReport add(List<? extends Map<String, ?>> rows);

  /** As {@link Table#add(Batch)}; does nothing when there are no rows. */
  WriteReport add(Batch rows);

  /** As {@link Table#upsert(List)}; does nothing when there are no rows. */
  WriteReport upsert(List<? extends Map<String, ?>> rows);

  /** As {@link Table#upsert(Batch)}; does nothing when there are no rows. */
  WriteReport upsert(Batch rows);
}
