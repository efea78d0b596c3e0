package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.scalar.ColumnIndexes;
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
    return matches(batch, ColumnIndexes.NONE, () -> {});
  }

  /**
   * As the shorter form, and runs {@code check} every 16,384 rows, which may throw to end it.
   *
   * @param indexes what is known of the rows' columns; what it says of a column must be so
   */
  public Bits matches(RecordBatch batch, ColumnIndexes indexes, Runnable check) {
    return matches(batch, indexes, IndexUse.CHEAPEST, check);
  }

  /** As the shorter form, with indexes asked as {@code use} says. */
  public Bits matches(RecordBatch batch, ColumnIndexes indexes, IndexUse use, Runnable check) {
    return run(new StepPlanner(batch, indexes, use).plan(condition), batch, check, BLOCK);
  }

  /**
   * Returns how {@link #matches} would find the rows, without finding them: some binary searches in
   * indexes and a look at zone maps.
   */
  public AccessPath path(RecordBatch batch, ColumnIndexes indexes, IndexUse use) {
    return new StepPlanner(batch, indexes, use).plan(condition).describe();
  }

  /** As the public form, with {@code block} rows between two checks, a multiple of 64. */
  Bits matches(RecordBatch batch, Runnable check, int block) {
    Step step = new StepPlanner(batch, ColumnIndexes.NONE, IndexUse.CHEAPEST).plan(condition);
    return run(step, batch, check, block);
  }

  private static Bits run(Step step, RecordBatch batch, Runnable check, int block) {
    return new StepRun(batch, block).matches(step, check);
  }
}
