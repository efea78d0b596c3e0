package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads text and bytes of varying length.
 *
 * @param field name of the column, for errors
 * @param type utf8 or binary
 * @param wide whether offsets have 64 bits
 */
record TextReader(String field, DataType type, boolean wide) implements ColumnReader {
  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment offsets =
        wide ? Runs.wide(batch, node.length(), field) : Runs.narrow(batch, node.length());
    return new Column(
        type, node.length(), validity, offsets, batch.buffer(Runs.last(offsets)), List.of());
  }
}
