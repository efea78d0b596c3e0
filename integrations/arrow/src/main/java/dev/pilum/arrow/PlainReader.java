package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes over values whose form is already Pilum's.
 *
 * @param type what they are
 * @param bits width of one value
 */
record PlainReader(DataType type, int bits) implements ColumnReader {
  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    @Nullable MemorySegment validity = batch.validity(node);
    MemorySegment values = batch.buffer(((long) node.length() * bits + 7) >>> 3);
    return new Column(type, node.length(), validity, null, values, List.of());
  }
}
