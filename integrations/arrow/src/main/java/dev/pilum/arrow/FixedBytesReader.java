package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads bytes of one length as binary.
 *
 * @param field name of the column, for errors
 * @param width bytes of each value
 */
record FixedBytesReader(String field, int width) implements ColumnReader {
  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment values = batch.buffer((long) node.length() * width);
    return new Column(
        new DataType.Binary(),
        node.length(),
        validity,
        Runs.even(node.length(), width, field),
        values,
        List.of());
  }
}
