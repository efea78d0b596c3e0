package dev.pilum.engine.row;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** Turns the values of columns of several vectors in each row from one form into another. */
public final class MultivectorCells {
  private MultivectorCells() {}

  /** Returns the vectors of a row's value, which {@link RowReader} made, as queries. */
  public static float[][] queries(DataType type, List<?> value) {
    float[][] vectors = new float[value.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] =
          value.get(i) instanceof byte[] bytes ? unpacked(type, bytes) : (float[]) value.get(i);
    }
    return vectors;
  }

  private static float[] unpacked(DataType type, byte[] bytes) {
    DataType.Vector vectors = type.vectors();
    if (vectors != null && vectors.element() == Element.BIT) {
      return BitCells.unpacked(bytes);
    }
    float[] coordinates = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      coordinates[i] = bytes[i];
    }
    return coordinates;
  }

  /**
   * Returns a column of several vectors in each row from how many each has and all coordinates, one
   * vector after another.
   *
   * @throws InvalidRequest when they do not add up, or the column has another type
   */
  public static Column column(Field field, int[] counts, float[] coordinates) {
    if (!(field.type() instanceof DataType.ListOf list)
        || !(list.element() instanceof DataType.Vector type)) {
      throw new InvalidRequest(
          "column '%s' has type %s, not several vectors in each row"
              .formatted(field.name(), field.type().describe()));
    }
    Column vectors =
        ArrayColumns.ofVectors(new Field(0, field.name(), type, false, Map.of()), coordinates);
    MemorySegment offsets = MemorySegment.ofArray(new byte[4 * (counts.length + 1)]);
    long end = 0;
    for (int row = 0; row < counts.length; row++) {
      end += counts[row];
      if (counts[row] < 0 || end > vectors.length()) {
        throw notAdding(field, counts.length, vectors.length());
      }
      offsets.set(Layout.INT, 4L * (row + 1), (int) end);
    }
    if (end != vectors.length()) {
      throw notAdding(field, counts.length, vectors.length());
    }
    return new Column(field.type(), counts.length, null, offsets, null, List.of(vectors));
  }

  private static InvalidRequest notAdding(Field field, int rows, int vectors) {
    return new InvalidRequest(
        "column '%s': the counts of %d rows do not add up to the %d vectors given"
            .formatted(field.name(), rows, vectors));
  }
}
