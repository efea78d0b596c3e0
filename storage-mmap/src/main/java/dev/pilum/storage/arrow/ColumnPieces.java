package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.util.List;

/**
 * A column to be written, each of its buffers in pieces. Which buffers count follows from the
 * type's {@link dev.pilum.storage.column.Layout}; the others are empty.
 *
 * @param type what the values are
 * @param length how many there are
 * @param nullCount how many of them have no value
 * @param validity one bit per value; empty when {@code nullCount} is 0
 * @param offsets {@code length + 1} int32 starting with 0 for text, binary and lists
 * @param values the values' bytes
 * @param children the element column of a list, the fields of a struct; empty for others, vectors
 *     too
 */
public record ColumnPieces(
    DataType type,
    int length,
    int nullCount,
    BufferPieces validity,
    BufferPieces offsets,
    BufferPieces values,
    List<ColumnPieces> children) {
  public ColumnPieces {
    children = List.copyOf(children);
    assert (nullCount == 0) == (validity.lengthBytes() == 0)
        : nullCount + " nulls, " + validity.lengthBytes() + " bytes of bits";
  }

  /** Returns a column in memory as one piece per buffer. */
  public static ColumnPieces of(Column column) {
    return join(column.type(), List.of(ColumnRange.all(column)), Allocator.heap());
  }

  /**
   * Returns the rows of all {@code ranges}, one range after another. Values stay where they are
   * until written; bits and offsets that must be recomputed take memory from {@code allocator}: at
   * most 4 bytes for each text, binary or list value and a bit for each bool and each row of a
   * column with nulls.
   *
   * @param ranges columns of {@code type}, whose memory must live until the result has been written
   * @throws dev.pilum.storage.error.InvalidRequest when rows pass 2^31 - 1, or text, bytes or
   *     elements of one column do
   */
  public static ColumnPieces join(DataType type, List<ColumnRange> ranges, Allocator allocator) {
    return new RangeJoiner(allocator).join(type, ranges);
  }
}
