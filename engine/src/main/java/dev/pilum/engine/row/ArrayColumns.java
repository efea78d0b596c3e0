package dev.pilum.engine.row;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns over Java arrays. An array whose layout is the column's own is used as it is, not copied;
 * others are converted, each value checked against the type's range. Whether coordinates are finite
 * is {@link BatchCheck}'s to see.
 *
 * <p>Errors ({@link InvalidRequest}) name the column and the row, counted from 0.
 */
public final class ArrayColumns {
  /** Columns are little-endian; on other machines arrays are converted like any others. */
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private ArrayColumns() {}

  /** Returns a column of whole numbers, dates (days), times or timestamps (microseconds). */
  public static Column ofLongs(Field field, long[] values) {
    int bits = wholeBits(field, "long[]");
    if (bits == Long.SIZE && LITTLE) {
      return flat(field, values.length, MemorySegment.ofArray(values));
    }
    ColumnBuilder builder = ColumnBuilder.of(field.type(), Allocator.heap());
    for (int row = 0; row < values.length; row++) {
      builder.appendLong(checked(field, values[row], row));
    }
    return builder.view();
  }

  /** Returns a column of whole numbers or dates (days). */
  public static Column ofInts(Field field, int[] values) {
    int bits = wholeBits(field, "int[]");
    boolean signed = !(field.type() instanceof DataType.Int i) || i.signed();
    if (bits == Integer.SIZE && signed && LITTLE) {
      return flat(field, values.length, MemorySegment.ofArray(values));
    }
    ColumnBuilder builder = ColumnBuilder.of(field.type(), Allocator.heap());
    for (int row = 0; row < values.length; row++) {
      builder.appendLong(checked(field, values[row], row));
    }
    return builder.view();
  }

  /** Returns a column of floating-point numbers. */
  public static Column ofDoubles(Field field, double[] values) {
    if (!(field.type() instanceof DataType.FloatingPoint type)) {
      throw misfit(field, "double[]");
    }
    if (type.bits() == Double.SIZE && LITTLE) {
      return flat(field, values.length, MemorySegment.ofArray(values));
    }
    ColumnBuilder builder = ColumnBuilder.of(type, Allocator.heap());
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(FloatRounding.to(type.bits(), values[row]))
          && Double.isFinite(values[row])) {
        throw beyond(field, values[row], row);
      }
      builder.appendDouble(values[row]);
    }
    return builder.view();
  }

  /** Returns a column of text; entries may be {@code null}. */
  public static Column ofStrings(Field field, @Nullable String[] values) {
    if (!(field.type() instanceof DataType.Utf8)) {
      throw misfit(field, "String[]");
    }
    return RowWriter.column(field, Arrays.asList(values));
  }

  /**
   * Returns a column of float32 or float16 vectors from their coordinates, or of vectors of bits
   * from zeros and ones, one row after another.
   */
  public static Column ofVectors(Field field, float[] coordinates) {
    if (!(field.type() instanceof DataType.Vector type) || type.element() == Element.INT8) {
      throw misfit(field, "float[]");
    }
    int rows = vectorCount(field, type, coordinates.length);
    if (type.element() == Element.FLOAT16) {
      return flat(field, rows, halves(coordinates));
    }
    if (type.element() == Element.BIT) {
      return flat(field, rows, bits(field, type, coordinates));
    }
    return flat(field, rows, LITTLE ? MemorySegment.ofArray(coordinates) : singles(coordinates));
  }

  /**
   * Returns a column of int8 vectors from their coordinates, or of vectors of bits from their
   * packed bytes, one row after another.
   */
  public static Column ofByteVectors(Field field, byte[] bytes) {
    boolean fits =
        field.type() instanceof DataType.Vector type
            && (type.element() == Element.INT8 || type.element() == Element.BIT);
    if (!fits) {
      throw misfit(field, "byte[]");
    }
    int width = ((DataType.Vector) field.type()).bytes();
    if (bytes.length % width != 0) {
      throw new InvalidRequest(
          "column '%s' has vectors of %d bytes, got %d bytes, which make no whole number of vectors"
              .formatted(field.name(), width, bytes.length));
    }
    return flat(field, bytes.length / width, MemorySegment.ofArray(bytes));
  }

  /** Returns a column of {@code rowCount} nulls. */
  public static Column allNull(DataType type, int rowCount) {
    MemorySegment validity = zeros((rowCount + 7L) >>> 3);
    MemorySegment offsets = zeros((rowCount + 1L) * Integer.BYTES);
    return switch (Layout.of(type)) {
      case Layout.Bits b -> new Column(type, rowCount, validity, null, validity, List.of());
      case Layout.Fixed f ->
          new Column(type, rowCount, validity, null, zeros((long) rowCount * f.bytes()), List.of());
      case Layout.Dense d ->
          new Column(type, rowCount, validity, null, zeros((long) rowCount * d.bytes()), List.of());
      case Layout.Variable v -> new Column(type, rowCount, validity, offsets, zeros(0), List.of());
      case Layout.Runs r ->
          new Column(type, rowCount, validity, offsets, null, List.of(allNull(r.element(), 0)));
      case Layout.Side s ->
          new Column(
              type,
              rowCount,
              validity,
              null,
              null,
              s.fields().stream().map(f -> allNull(f, rowCount)).toList());
    };
  }

  private static Column flat(Field field, int rows, MemorySegment values) {
    return new Column(field.type(), rows, null, null, values, List.of());
  }

  private static MemorySegment zeros(long bytes) {
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new InvalidRequest("a column passes 2 GiB in one batch; write fewer rows at a time");
    }
    return MemorySegment.ofArray(new byte[(int) bytes]);
  }

  private static MemorySegment singles(float[] coordinates) {
    MemorySegment segment = zeros((long) coordinates.length * Float.BYTES);
    MemorySegment.copy(coordinates, 0, segment, Layout.FLOAT, 0, coordinates.length);
    return segment;
  }

  /**
   * Rounds to halves; what is beyond their range becomes infinite, which {@link BatchCheck}
   * refuses.
   */
  private static MemorySegment halves(float[] coordinates) {
    short[] halves = new short[coordinates.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.floatToFloat16(coordinates[i]);
    }
    MemorySegment segment = zeros((long) halves.length * Short.BYTES);
    MemorySegment.copy(halves, 0, segment, Layout.SHORT, 0, halves.length);
    return segment;
  }

  private static MemorySegment bits(Field field, DataType.Vector type, float[] coordinates) {
    int wrong = BitCells.firstOther(coordinates);
    if (wrong >= 0) {
      throw new InvalidRequest(
          "column '%s' has bits, which are 0 or 1, got %s at coordinate %d in row %d"
              .formatted(
                  field.name(),
                  coordinates[wrong],
                  wrong % type.dimension(),
                  wrong / type.dimension()));
    }
    byte[] packed = new byte[coordinates.length / Byte.SIZE];
    BitCells.pack(coordinates, packed);
    return MemorySegment.ofArray(packed);
  }

  private static int vectorCount(Field field, DataType.Vector type, int coordinates) {
    if (coordinates % type.dimension() != 0) {
      throw new InvalidRequest(
          "column '%s' has dimension %d, got %d coordinates, which make no whole number of vectors"
              .formatted(field.name(), type.dimension(), coordinates));
    }
    return coordinates / type.dimension();
  }

  private static int wholeBits(Field field, String array) {
    boolean whole =
        switch (field.type()) {
          case DataType.Int i -> true;
          case DataType.Date d -> true;
          case DataType.Time t -> true;
          case DataType.Timestamp t -> true;
          case DataType.Bool b -> false;
          case DataType.FloatingPoint f -> false;
          case DataType.Decimal d -> false;
          case DataType.Utf8 u -> false;
          case DataType.Binary b -> false;
          case DataType.Uuid u -> false;
          case DataType.ListOf l -> false;
          case DataType.Struct s -> false;
          case DataType.Vector v -> false;
        };
    if (!whole || !(Layout.of(field.type()) instanceof Layout.Fixed fixed)) {
      throw misfit(field, array);
    }
    return fixed.bytes() * Byte.SIZE;
  }

  private static long checked(Field field, long value, int row) {
    boolean fits =
        field.type() instanceof DataType.Int i
            ? value >= Complaints.minimum(i) && value <= Complaints.maximum(i)
            : !(field.type() instanceof DataType.Date) || value == (int) value;
    if (!fits) {
      throw beyond(field, value, row);
    }
    return value;
  }

  private static InvalidRequest beyond(Field field, Number value, int row) {
    return new InvalidRequest(
        "column '%s' of type %s cannot hold %s in row %d"
            .formatted(field.name(), field.type().describe(), value, row));
  }

  private static InvalidRequest misfit(Field field, String array) {
    return new InvalidRequest(
        "column '%s' has type %s, which cannot be given as %s; use values(...) for single values"
            .formatted(field.name(), field.type().describe(), array));
  }
}
