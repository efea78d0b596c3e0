package dev.pilum.engine.row;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Appends Java values to one column after checking that they fit. Every complaint names the column
 * and the row, counted from 0. After a complaint the column is of no use. One thread at a time.
 */
final class CellWriter {
  private final String noun;
  private final Field field;
  private final ColumnBuilder column;

  private CellWriter(String noun, Field field) {
    this.noun = noun;
    this.field = field;
    this.column = ColumnBuilder.of(field.type(), Allocator.heap());
  }

  /** Returns a writer of rows' values. */
  static CellWriter ofRows(Field field) {
    return new CellWriter("column", field);
  }

  /** Returns a writer of keys to look up. */
  static CellWriter ofKeys(Field field) {
    return new CellWriter("key column", field);
  }

  /** Returns the values so far. */
  Column column() {
    return column.view();
  }

  /** Returns how many values are there. */
  int rowCount() {
    return column.length();
  }

  /** Appends one value. */
  void append(@Nullable Object value) {
    if (value != null) {
      write(field.type(), value, column);
    } else if (field.nullable()) {
      column.appendNull();
    } else {
      throw complaint("must not be null, but is");
    }
  }

  /**
   * Appends a value of {@code type}, the column's own or that of a part of it, to the column or
   * that part.
   */
  void write(DataType type, Object value, ColumnBuilder out) {
    switch (type) {
      case DataType.Bool b ->
          out.appendBoolean(value instanceof Boolean flag ? flag : reject(value));
      case DataType.Int i -> out.appendLong(ranged(i, value));
      case DataType.FloatingPoint f -> out.appendDouble(rounded(f, value));
      case DataType.Decimal d ->
          bytes(ValueBytes.decimal(value, d.precision(), d.scale()), value, out);
      case DataType.Utf8 u -> bytes(ValueBytes.utf8(value), value, out);
      case DataType.Binary b -> bytes(value instanceof byte[] given ? given : null, value, out);
      case DataType.Date d -> out.appendLong(present(Times.days(value), value));
      case DataType.Time t -> out.appendLong(present(Times.microsOfDay(value), value));
      case DataType.Timestamp t -> out.appendLong(present(Times.micros(t, value), value));
      case DataType.Uuid u -> bytes(ValueBytes.uuid(value), value, out);
      case DataType.ListOf l -> NestedCells.writeList(this, l, value, out);
      case DataType.Struct s -> NestedCells.writeStruct(this, s, value, out);
      case DataType.Vector v -> VectorCells.write(this, v, value, out);
    }
  }

  /** Returns the error for a value that the column cannot hold. */
  InvalidRequest misfit(Object value) {
    String expected = Complaints.expected(field.type());
    return new InvalidRequest(
        "%s '%s' of type %s cannot hold %s%s; expected %s"
            .formatted(
                noun,
                field.name(),
                field.type().describe(),
                Complaints.shown(value),
                inRow(),
                expected));
  }

  /** Returns an error about the column as a whole: {@code what} is said of it. */
  InvalidRequest complaint(String what) {
    return new InvalidRequest("%s '%s' %s%s".formatted(noun, field.name(), what, inRow()));
  }

  private String inRow() {
    return noun.equals("column") ? " in row " + column.length() : "";
  }

  private long ranged(DataType.Int type, Object value) {
    long number = present(Numbers.whole(value), value);
    if (number < Complaints.minimum(type) || number > Complaints.maximum(type)) {
      throw misfit(value);
    }
    return number;
  }

  private double rounded(DataType.FloatingPoint type, Object value) {
    Double number = Numbers.real(value);
    if (number == null || overflows(type.bits(), value, number)) {
      throw misfit(value);
    }
    return number;
  }

  /** Returns whether a finite number becomes infinite in this many bits. */
  private static boolean overflows(int bits, Object given, double number) {
    double held = FloatRounding.to(bits, number);
    boolean given64 = given instanceof Double || given instanceof Float;
    return Double.isInfinite(held) && (Double.isFinite(number) || !given64);
  }

  private void bytes(byte @Nullable [] converted, Object value, ColumnBuilder out) {
    if (converted == null) {
      throw misfit(value);
    }
    out.appendBytes(MemorySegment.ofArray(converted), 0, converted.length);
  }

  private long present(@Nullable Long converted, Object value) {
    if (converted == null) {
      throw misfit(value);
    }
    return converted;
  }

  private boolean reject(Object value) {
    throw misfit(value);
  }
}
