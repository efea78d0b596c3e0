package dev.pilum.engine.row;

import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;

/**
 * Writes vectors given as {@code float[]}, {@code double[]}, {@code byte[]} or a list of numbers.
 */
final class VectorCells {
  private VectorCells() {}

  static void write(CellWriter cell, DataType.Vector type, Object value, ColumnBuilder out) {
    byte[] bytes =
        switch (type.element()) {
          case FLOAT32 -> singles(cell, type, coordinates(cell, type, value));
          case FLOAT16 -> halves(cell, type, coordinates(cell, type, value));
          case INT8 ->
              value instanceof byte[] given
                  ? whole(cell, type, given)
                  : whole(cell, type, coordinates(cell, type, value), value);
          case BIT -> BitCells.packed(cell, type, value);
        };
    out.appendBytes(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private static byte[] singles(CellWriter cell, DataType.Vector type, float[] coordinates) {
    checkFinite(cell, coordinates);
    byte[] bytes = new byte[type.dimension() * Float.BYTES];
    MemorySegment.copy(
        coordinates, 0, MemorySegment.ofArray(bytes), Layout.FLOAT, 0, coordinates.length);
    return bytes;
  }

  private static byte[] halves(CellWriter cell, DataType.Vector type, float[] coordinates) {
    checkFinite(cell, coordinates);
    byte[] bytes = new byte[type.dimension() * Short.BYTES];
    MemorySegment segment = MemorySegment.ofArray(bytes);
    for (int i = 0; i < coordinates.length; i++) {
      if (Float.isInfinite(FloatRounding.half(coordinates[i]))) {
        throw cell.complaint(
            "has "
                + coordinates[i]
                + " at coordinate "
                + i
                + ", beyond 65504, the end of float16,");
      }
      segment.set(Layout.SHORT, i * 2L, Float.floatToFloat16(coordinates[i]));
    }
    return bytes;
  }

  private static byte[] whole(CellWriter cell, DataType.Vector type, byte[] given) {
    checkDimension(cell, type, given.length);
    return given;
  }

  private static byte[] whole(
      CellWriter cell, DataType.Vector type, float[] coordinates, Object value) {
    byte[] bytes = new byte[type.dimension()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) coordinates[i];
      if (bytes[i] != coordinates[i]) {
        throw cell.misfit(value);
      }
    }
    return bytes;
  }

  static float[] coordinates(CellWriter cell, DataType.Vector type, Object value) {
    float[] coordinates = Coordinates.of(value);
    if (coordinates == null) {
      throw cell.misfit(value);
    }
    checkDimension(cell, type, coordinates.length);
    return coordinates;
  }

  static void checkDimension(CellWriter cell, DataType.Vector type, int got) {
    if (got != type.dimension()) {
      throw cell.complaint("has dimension " + type.dimension() + ", got " + got);
    }
  }

  private static void checkFinite(CellWriter cell, float[] coordinates) {
    for (int i = 0; i < coordinates.length; i++) {
      if (!Float.isFinite(coordinates[i])) {
        throw cell.complaint(
            "has " + coordinates[i] + " at coordinate " + i + ", which must be finite,");
      }
    }
  }
}
