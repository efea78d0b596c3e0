package dev.pilum.testkit.table;

import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One thing that a {@link Workload} does with a table. */
public sealed interface Step {
  /** Creates the table. */
  record Create() implements Step {}

  /** Drops the table. */
  record Drop() implements Step {}

  /** Upserts a batch in which keys may be there twice. */
  record Upsert(List<Row> rows) implements Step {}

  /** Adds a batch; refused as a whole when a key is taken. */
  record Add(List<Row> rows) implements Step {}

  /** Sets columns of one row. */
  record Update(Object key, Map<String, ?> values) implements Step {}

  /** Sets columns of rows that match. */
  record UpdateWhere(Condition where, Map<String, ?> values) implements Step {}

  /** Deletes rows by key, some of which may be there twice or not at all. */
  record Delete(List<Object> keys) implements Step {}

  /** Deletes rows that match. */
  record DeleteWhere(Condition where) implements Step {}

  /**
   * Merges rows in which keys may be there twice, by the key.
   *
   * @param bySource which rows that no row of the source matches are deleted; {@code null} for none
   */
  record Merge(List<Row> rows, Matched matched, Unmatched unmatched, @Nullable Condition bySource)
      implements Step {}

  /** What a merge does with rows that match. */
  enum Matched {
    STAY,
    UPDATE,
    UPDATE_IF_GREATER,
    DELETE
  }

  /** What a merge does with rows of its source that match none. */
  enum Unmatched {
    STAY,
    INSERT
  }

  /** Asks for something that changes no row. */
  record Keep(Upkeep what) implements Step {}

  /** Has the table keep an index, or no longer. */
  record Index(String column, ScalarIndex kind, Wish wish) implements Step {}

  /** Changes the columns, or which older versions there are. */
  record Evolve(Evolution what) implements Step {}

  /** What is wanted of an index. */
  enum Wish {
    CREATE,
    DROP
  }

  /** Compares all rows, some keys, and searches with what they should be. */
  record Read(long seed) implements Step {}

  /** What changes files but no rows. */
  enum Upkeep {
    FLUSH,
    OPTIMIZE,
    AWAIT,
    BACKGROUND,
    TAKE_SNAPSHOT,
    CLOSE_SNAPSHOT,
    REOPEN
  }

  /** A filter and what it should match. */
  record Condition(Filter filter, Predicate<Row> matches) {
    @Override
    public String toString() {
      return filter.toString();
    }
  }

  /** Returns what the table holds after this step. */
  default TableModel after(TableModel before) {
    return switch (this) {
      case Create create -> TableModel.EMPTY;
      case Drop drop -> TableModel.ABSENT;
      case Upsert(List<Row> rows) -> before.upsert(rows);
      case Add(List<Row> rows) -> before.takes(rows) ? before.upsert(rows) : before;
      case Update(Object key, Map<String, ?> values) -> before.update(key, values);
      case UpdateWhere(Condition where, Map<String, ?> values) ->
          before.updateWhere(where.matches(), values);
      case Delete(List<Object> keys) -> before.delete(keys);
      case DeleteWhere(Condition where) -> before.deleteWhere(where.matches());
      case Merge merge -> MergeModel.of(before, merge).after();
      case Keep keep -> before;
      case Index index -> before;
      case Evolve evolve -> evolve.what().after(before);
      case Read read -> before;
    };
  }
}
