package dev.pilum.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads text and bytes kept as views: 16 bytes a value, of which the first four are its length; up
 * to twelve bytes follow in place, longer values are found by buffer number and offset in the last
 * eight.
 *
 * @param type utf8 or binary
 */
record ViewReader(DataType type) implements ColumnReader {
  private static final int VIEW_BYTES = 16;
  private static final int MOST_INLINE_BYTES = 12;

  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment views = batch.buffer((long) node.length() * VIEW_BYTES);
    List<MemorySegment> buffers = new ArrayList<>();
    for (int left = batch.variadicCount(); left > 0; left--) {
      buffers.add(batch.buffer());
    }
    Column nulls = new Column(type, node.length(), validity, null, null, List.of());
    ColumnBuilder values = ColumnBuilder.of(type, Allocator.heap());
    for (int row = 0; row < node.length(); row++) {
      if (nulls.isNull(row)) {
        values.appendNull();
      } else {
        append(values, views, (long) row * VIEW_BYTES, buffers, batch);
      }
    }
    return values.view();
  }

  private static void append(
      ColumnBuilder values,
      MemorySegment views,
      long place,
      List<MemorySegment> buffers,
      BatchCursor batch) {
    int length = views.get(Layout.INT, place);
    if (length >= 0 && length <= MOST_INLINE_BYTES) {
      values.appendBytes(views, place + 4, length);
      return;
    }
    int number = views.get(Layout.INT, place + 8);
    int offset = views.get(Layout.INT, place + 12);
    boolean known = length >= 0 && number >= 0 && number < buffers.size();
    if (!known || offset < 0 || offset > buffers.get(number).byteSize() - length) {
      throw new Corruption(
          batch.name(),
          -1,
          "a view inside one of " + buffers.size() + " buffers",
          length + " bytes at " + offset);
    }
    values.appendBytes(buffers.get(number), offset, length);
  }
}
