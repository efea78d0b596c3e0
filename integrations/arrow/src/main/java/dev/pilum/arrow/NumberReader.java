package dev.pilum.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads whole numbers that count in another unit than Pilum, or unsigned ones of 64 bits, into
 * int64 or int32 units of its own. A value that has no exact counterpart ends the import.
 *
 * @param field name of the column, for errors
 * @param type Pilum's type
 * @param bits width in the file, 32 or 64
 * @param unit how the file's unit becomes Pilum's
 */
record NumberReader(String field, DataType type, int bits, Unit unit) implements ColumnReader {
  /** Arithmetic from one unit to another, exact or refused. */
  enum Unit {
    /** 64 unsigned bits, of which the highest must not be set. */
    UNSIGNED(1, 1),
    /** Seconds to microseconds. */
    SECONDS(1_000_000, 1),
    /** Milliseconds to microseconds. */
    MILLISECONDS(1_000, 1),
    /** Nanoseconds to microseconds. */
    NANOSECONDS(1, 1_000),
    /** Milliseconds to days. */
    DAY_MILLISECONDS(1, 86_400_000);

    private final long times;
    private final long per;

    Unit(long times, long per) {
      this.times = times;
      this.per = per;
    }
  }

  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment values = batch.buffer((long) node.length() * bits / 8);
    Column stored =
        new Column(new DataType.Int(bits, true), node.length(), validity, null, values, List.of());
    ColumnBuilder converted = ColumnBuilder.of(type, Allocator.heap());
    for (int row = 0; row < node.length(); row++) {
      if (stored.isNull(row)) {
        converted.appendNull();
      } else {
        converted.appendLong(exact(stored.longAt(row)));
      }
    }
    return converted.view();
  }

  private long exact(long value) {
    long units = value / unit.per;
    boolean whole = value % unit.per == 0;
    boolean signed = unit != Unit.UNSIGNED || value >= 0;
    long scaled = units * unit.times;
    boolean fits =
        scaled / unit.times == units
            && (!(type instanceof DataType.Date) || scaled == (int) scaled);
    if (!whole || !signed || !fits) {
      throw new InvalidRequest(
          "column '%s': %s %s has no exact value of type %s"
              .formatted(
                  field,
                  unit == Unit.UNSIGNED ? Long.toUnsignedString(value) : Long.toString(value),
                  unit,
                  type.describe()));
    }
    return scaled;
  }
}
