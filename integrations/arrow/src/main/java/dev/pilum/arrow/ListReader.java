package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads lists of scalars.
 *
 * @param field name of the column, for errors
 * @param type Pilum's type
 * @param element reads the elements
 * @param form how the file tells where lists end
 */
record ListReader(String field, DataType.ListOf type, ColumnReader element, Form form)
    implements ColumnReader {
  /** How the file tells where lists end. */
  sealed interface Form {
    /** By offsets of 32 bits. */
    record Narrow() implements Form {}

    /** By offsets of 64 bits. */
    record Wide() implements Form {}

    /**
     * All are equally long.
     *
     * @param length elements of each
     */
    record Even(int length) implements Form {}
  }

  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    MemorySegment offsets = offsets(batch, node.length());
    Column elements = element.read(batch, known);
    int end = Runs.last(offsets);
    batch.require(
        "at least " + end + " list elements", elements.length(), elements.length() >= end);
    return new Column(type, node.length(), validity, offsets, null, List.of(elements));
  }

  private MemorySegment offsets(BatchCursor batch, int rows) {
    return switch (form) {
      case Form.Narrow n -> Runs.narrow(batch, rows);
      case Form.Wide w -> Runs.wide(batch, rows, field);
      case Form.Even e -> Runs.even(rows, e.length(), field);
    };
  }
}
