package dev.pilum.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Reads numbers of dictionary entries and puts the entries in their place.
 *
 * @param type Pilum's type of the entries
 * @param id which dictionary
 * @param bits width of a number, signed or not: a dictionary has fewer than 2^31 entries anyway
 */
record DictionaryReader(DataType type, long id, int bits) implements ColumnReader {
  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment numbers = batch.buffer((long) node.length() * bits / 8);
    Column nulls = new Column(type, node.length(), validity, null, null, List.of());
    Column entries = known.get(id);
    ColumnBuilder values = ColumnBuilder.of(type, Allocator.heap());
    for (int row = 0; row < node.length(); row++) {
      if (nulls.isNull(row)) {
        values.appendNull();
      } else if (entries == null) {
        throw new Corruption(
            batch.name(), -1, "dictionary " + id + " ahead of the rows that use it", "none");
      } else {
        values.appendRow(entries, entry(numbers, row, entries.length(), batch));
      }
    }
    return values.view();
  }

  private int entry(MemorySegment numbers, int row, int count, BatchCursor batch) {
    long number =
        switch (bits) {
          case 8 -> numbers.get(ValueLayout.JAVA_BYTE, row) & 0xFF;
          case 16 -> numbers.get(Layout.SHORT, 2L * row) & 0xFFFF;
          case 32 -> numbers.get(Layout.INT, 4L * row);
          default -> numbers.get(Layout.LONG, 8L * row);
        };
    if (number < 0 || number >= count) {
      throw new Corruption(
          batch.name(), -1, "a dictionary entry below " + count, Long.toString(number));
    }
    return (int) number;
  }
}
