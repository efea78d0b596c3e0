package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import java.util.List;

/** A filter compiled against a schema. Immutable. */
sealed interface Condition {
  /** Returns what the condition is for each row. */
  Truth in(RecordBatch batch);

  /**
   * A column's values pass a test; unknown where there is none.
   *
   * @param column its name
   * @param test what values must pass
   */
  record OnColumn(String column, ColumnTest test) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      Column values = batch.column(column);
      return Truth.where(test.rowsIn(values), Presence.of(values));
    }
  }

  /**
   * A column has no value.
   *
   * @param column its name
   */
  record Missing(String column) implements Condition {
    @Override
    public Truth in(RecordBatch batch) {
      return new Truth(Presence.of(batch.column(column)).not(), Bits.none(batch.rowCount()));
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
