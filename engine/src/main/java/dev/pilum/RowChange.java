package dev.pilum;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did to one row. Written several times by one commit, a key has changed once.
 * Where no row of the key was there before and none after, nothing has.
 *
 * @param version the version that the commit made
 * @param committedAt when; see {@link Version#committedAt}
 * @param index place among the changes of the version, from 0: rows that went first, then those
 *     that came, each in the order in which they had been written
 * @param last whether it is the last one of its version
 * @param kind what was done
 * @param rowId number of the row that came; of a {@link Kind#DELETE} of the row that went
 * @param key value of the key column, or {@code null} where the table has no key
 * @param row the row that came, all columns; {@code null} of a {@link Kind#DELETE}
 */
public record RowChange(
    long version,
    Instant committedAt,
    long index,
    boolean last,
    Kind kind,
    long rowId,
    @Nullable Object key,
    @Nullable Row row) {

  /** What was done to a row. */
  public enum Kind {
    /** It came, and no row of its key had been there. */
    INSERT,

    /** It came in place of another with the same key. Not where the table has no key. */
    UPDATE,

    /** It went, and none of its key came. */
    DELETE
  }

  /** Returns the place behind this change. */
  public ChangePosition position() {
    return last ? ChangePosition.after(version) : new ChangePosition(version - 1, index + 1);
  }
}
