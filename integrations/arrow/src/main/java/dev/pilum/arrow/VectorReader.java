package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors.
 *
 * @param field name of the column, for errors
 * @param type Pilum's type
 * @param elements how many Arrow sees in one vector: its coordinates, or the bytes of its bits
 * @param storedBytes width of an element in the file: that of the type, or 8, to be rounded to
 *     float32
 */
record VectorReader(String field, DataType.Vector type, int elements, int storedBytes)
    implements ColumnReader {
  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    BatchCursor.Node coordinates = batch.node();
    long count = (long) node.length() * elements;
    batch.require("coordinates " + count, coordinates.length(), coordinates.length() >= count);
    MemorySegment present = batch.validity(coordinates);
    MemorySegment values = batch.buffer(count * storedBytes);
    Column column =
        new Column(
            type,
            node.length(),
            validity,
            null,
            storedBytes == 8 ? rounded(values, count) : values,
            List.of());
    checkCoordinates(column, present);
    return column;
  }

  private static MemorySegment rounded(MemorySegment doubles, long count) {
    MemorySegment target = MemorySegment.ofArray(new byte[Math.toIntExact(count * 4)]);
    for (long i = 0; i < count; i++) {
      target.set(Layout.FLOAT, 4 * i, (float) doubles.get(Layout.DOUBLE, 8 * i));
    }
    return target;
  }

  /** Refuses half vectors: where a vector is there, all of its coordinates must be. */
  private void checkCoordinates(Column column, @Nullable MemorySegment present) {
    if (present == null) {
      return;
    }
    DataType bool = new DataType.Bool();
    Column there =
        new Column(bool, Math.toIntExact(present.byteSize() * 8), null, null, present, List.of());
    for (int row = 0; row < column.length(); row++) {
      for (int i = 0; i < elements && !column.isNull(row); i++) {
        if (!there.booleanAt(row * elements + i)) {
          throw new InvalidRequest(
              "column '%s': coordinate %d of the vector in row %d is null"
                  .formatted(field, i, row));
        }
      }
    }
  }
}
