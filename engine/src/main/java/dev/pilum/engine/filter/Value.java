package dev.pilum.engine.filter;

import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.value.Kernel;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression compiled against a schema. Immutable: many threads may ask at once. */
sealed interface Value {
  /** Returns the type of the values. */
  DataType type();

  /**
   * Returns the value for each row.
   *
   * @param batch of at most {@link SortKeys#BLOCK} rows, unless the value is {@link Stored}
   */
  Column in(RecordBatch batch);

  /**
   * The values of a column.
   *
   * @param column its name
   * @param type its type
   */
  record Stored(String column, DataType type) implements Value {
    @Override
    public Column in(RecordBatch batch) {
      return batch.column(column);
    }
  }

  /**
   * The values of a struct's field; none where there is no struct.
   *
   * @param struct the struct
   * @param index place of the field in it
   * @param type of the field
   */
  record OfField(Value struct, int index, DataType type) implements Value {
    @Override
    public Column in(RecordBatch batch) {
      Column outer = struct.in(batch);
      Column field = outer.children().get(index);
      if (outer.validity() == null) {
        return field;
      }
      Bits present = Presence.of(outer).and(Presence.of(field));
      return new Column(
          field.type(),
          field.length(),
          MemorySegment.ofArray(present.words()),
          field.offsets(),
          field.values(),
          field.children());
    }
  }

  /** The same value in each row. */
  final class Constant implements Value {
    private final @Nullable Object value;
    private final DataType type;
    private final @Nullable Object stored;

    /** Made when first needed; whoever comes at the same time makes the same. */
    private @Nullable Column block;

    private Constant(@Nullable Object value, DataType type, @Nullable Object stored) {
      this.value = value;
      this.type = type;
      this.stored = stored;
    }

    /** Returns a constant of a type, from a value that the type takes. */
    static Constant of(@Nullable Object value, DataType type) {
      return new Constant(value, type, value);
    }

    /** Returns a constant that is compared as one value and computed with as another. */
    static Constant of(Object value, DataType type, Object computedWith) {
      return new Constant(value, type, computedWith);
    }

    /** Returns SQL's NULL. */
    static Constant none() {
      return of(null, Types.int64());
    }

    /** Returns the value as it was written or computed; {@code null} for none. */
    @Nullable Object value() {
      return value;
    }

    @Override
    public DataType type() {
      return type;
    }

    @Override
    public Column in(RecordBatch batch) {
      Column column = block;
      if (column == null) {
        List<@Nullable Object> rows = Collections.nCopies(SortKeys.BLOCK, stored);
        column = RowWriter.column(Field.of("constant", type), rows);
        block = column;
      }
      return column.head(batch.rowCount());
    }
  }

  /**
   * Values computed from others.
   *
   * @param type what comes out
   * @param arguments what goes in
   * @param kernel computes them
   */
  record Computed(DataType type, List<Value> arguments, Kernel kernel) implements Value {
    @Override
    public Column in(RecordBatch batch) {
      List<Column> columns = new ArrayList<>(arguments.size());
      for (Value argument : arguments) {
        columns.add(argument.in(batch));
      }
      return kernel.apply(columns, batch.rowCount());
    }

    /** Returns what is computed of constants alone, as one. */
    Value folded() {
      for (Value argument : arguments) {
        if (!(argument instanceof Constant)) {
          return this;
        }
      }
      return Constant.of(RowReader.value(in(new RecordBatch(List.of(), 1, List.of())), 0), type);
    }
  }

  /**
   * Whether a condition holds, null where that is unknown.
   *
   * @param condition the condition
   */
  record OfCondition(Condition condition) implements Value {
    @Override
    public DataType type() {
      return Types.bool();
    }

    @Override
    public Column in(RecordBatch batch) {
      Truth truth = condition.in(batch);
      return new Column(
          type(),
          batch.rowCount(),
          MemorySegment.ofArray(truth.unknown().not().words()),
          null,
          MemorySegment.ofArray(truth.yes().words()),
          List.of());
    }
  }
}
