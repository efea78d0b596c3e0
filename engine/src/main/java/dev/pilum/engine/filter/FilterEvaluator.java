package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;

/**
 * A filter ready to be asked about batches.
 *
 * <p>Numbers compare by value, exactly, whatever their Java types: 2^53 + 1 is greater than the
 * double 2^53, and a float32 column's 0.1 is not the double 0.1. NaN equals NaN and is greater than
 * every other number, as in PostgreSQL. Text compares in the order of its code points, binary and
 * UUIDs by unsigned bytes, dates and times by value, false before true. Times given more finely
 * than microseconds are cut, as they are when stored.
 *
 * <p>Immutable: many threads may use one.
 */
public final class FilterEvaluator {
  /** Rows looked at between two checks. */
  private static final int BLOCK = 1 << 14;

  private final Condition condition;

  private FilterEvaluator(Condition condition) {
    this.condition = condition;
  }

  /**
   * Checks and compiles a filter on rows of this schema.
   *
   * @throws dev.pilum.storage.error.InvalidRequest as {@link FilterCheck#check}
   */
  public static FilterEvaluator of(Filter filter, Schema schema) {
    return new FilterEvaluator(new FilterCompiler(schema).compile(filter));
  }

  /**
   * Returns the rows of one batch for which a filter is true; to ask about several batches, compile
   * once with {@link #of}.
   */
  public static Bits matches(Filter filter, RecordBatch batch) {
    List<Field> named = batch.fields().stream().filter(f -> !f.name().startsWith("_")).toList();
    return of(filter, new Schema(named, null)).matches(batch);
  }

  /**
   * Returns the rows for which the filter is true: neither false nor unknown.
   *
   * @param batch has at least the columns that the filter names, of the schema's types
   */
  public Bits matches(RecordBatch batch) {
    return condition.in(batch).yes();
  }

  /** As the shorter form, and runs {@code check} every 16,384 rows, which may throw to end it. */
  public Bits matches(RecordBatch batch, Runnable check) {
    return matches(batch, check, BLOCK);
  }

  /** As the public form, with {@code block} rows between two checks, a multiple of 64. */
  Bits matches(RecordBatch batch, Runnable check, int block) {
    Bits all = Bits.none(batch.rowCount());
    for (int from = 0; from < batch.rowCount(); from += block) {
      check.run();
      int rows = Math.min(block, batch.rowCount() - from);
      Bits some = matches(rows == batch.rowCount() ? batch : batch.rows(from, rows));
      System.arraycopy(some.words(), 0, all.words(), from >>> 6, some.words().length);
    }
    return all;
  }
}
