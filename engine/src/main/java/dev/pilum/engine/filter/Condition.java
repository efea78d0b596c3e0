package dev.pilum.engine.filter;

import dev.pilum.engine.value.Pairs;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.scalar.SortKeys;
import java.util.List;
import java.util.Set;

/** A filter compiled against a schema. Immutable. */
sealed interface Condition {
  /** Returns what the condition is for each row. */
  Truth in(RecordBatch batch);

  /**
   * A filter that has no filters for parts.
   *
   * @param filter as it was written
   * @param condition what it means
   * @param columns names of the columns that it reads
   */
  record Leaf(Filter filter, Condition condition, Set<String> columns) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      return condition.in(batch);
    }
  }

  /**
   * Values pass a test; unknown where there is none.
   *
   * @param value the values
   * @param test what they must pass
   */
  record OnValue(Value value, ColumnTest test) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      Column values = value.in(batch);
      Bits passing = test.rowsIn(values);
      return values.validity() == null
          ? new Truth(passing, Bits.none(passing.length()))
          : Truth.where(passing, Presence.of(values));
    }
  }

  /**
   * Two values compared; unknown where one is missing.
   *
   * @param left one of them
   * @param operator how
   * @param right the other, of a type that can be compared with the first's
   */
  record OnPair(Value left, Operator operator, Value right) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      Column a = left.in(batch);
      Column b = right.in(batch);
      Bits holds = Bits.of(Pairs.compare(operator, a, b), batch.rowCount());
      return Truth.where(holds, Presence.of(a).and(Presence.of(b)));
    }
  }

  /**
   * There is no value.
   *
   * @param value the value
   */
  record Missing(Value value) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      return new Truth(Presence.of(value.in(batch)).not(), Bits.none(batch.rowCount()));
    }
  }

  /** What cannot be known: a comparison with null. */
  record Unknown() implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      return new Truth(Bits.none(batch.rowCount()), Bits.all(batch.rowCount()));
    }
  }

  /**
   * A condition on computed values, asked of one block of rows after another, so that what is
   * computed stays in the cache.
   *
   * @param condition the condition
   * @param columns names of the columns that it reads
   */
  record InBlocks(Condition condition, Set<String> columns) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      int rows = batch.rowCount();
      if (rows <= SortKeys.BLOCK) {
        return condition.in(batch);
      }
      Bits yes = Bits.none(rows);
      Bits unknown = Bits.none(rows);
      for (int from = 0; from < rows; from += SortKeys.BLOCK) {
        int count = Math.min(SortKeys.BLOCK, rows - from);
        Truth truth = condition.in(Windows.of(batch, columns, from, count));
        yes.put(truth.yes(), from);
        unknown.put(truth.unknown(), from);
      }
      return new Truth(yes, unknown);
    }
  }

  /**
   * All parts hold.
   *
   * @param parts the parts
   */
  record All(List<Condition> parts) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      Truth truth = Truth.always(batch.rowCount());
      for (Condition part : parts) {
        if (truth.isNever()) {
          return truth;
        }
        truth = truth.and(part.in(batch));
      }
      return truth;
    }
  }

  /**
   * At least one part holds.
   *
   * @param parts the parts
   */
  record Any(List<Condition> parts) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      Truth truth = Truth.never(batch.rowCount());
      for (Condition part : parts) {
        truth = truth.or(part.in(batch));
      }
      return truth;
    }
  }

  /**
   * A part does not hold.
   *
   * @param part the part
   */
  record Opposite(Condition part) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      return part.in(batch).not();
    }
  }
}
