package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record batch message and its body into columns, taking Arrow's nodes and buffers in
 * order. Every number is checked against what it is used for: no buffer leaves the body, none is
 * shorter than its rows need. One thread, one use.
 */
final class BatchDecoder {
  private final String file;
  private final long bodyOffsetBytes;
  private final org.apache.arrow.flatbuf.RecordBatch header;
  private final MemorySegment body;
  private int nextNode;
  private int nextBuffer;

  /**
   * Decodes {@code header}, whose {@code body} starts at {@code bodyOffsetBytes} of {@code file}.
   */
  BatchDecoder(
      String file,
      long bodyOffsetBytes,
      org.apache.arrow.flatbuf.RecordBatch header,
      MemorySegment body) {
    this.file = file;
    this.bodyOffsetBytes = bodyOffsetBytes;
    this.header = header;
    this.body = body;
  }

  RecordBatch decode(List<Field> fields) {
    check(
        "rows up to 2^31 - 1",
        header.length(),
        header.length() >= 0 && header.length() <= Integer.MAX_VALUE);
    check("an uncompressed body", 1, header.compression() == null);
    int rowCount = (int) header.length();
    List<Column> columns = new ArrayList<>(fields.size());
    for (Field field : fields) {
      columns.add(column(field, rowCount));
    }
    check("nodes " + nextNode, header.nodesLength(), header.nodesLength() == nextNode);
    check("buffers " + nextBuffer, header.buffersLength(), header.buffersLength() == nextBuffer);
    return new RecordBatch(fields, rowCount, columns);
  }

  private Column column(Field field, int rowCount) {
    Column column = column(field.type());
    check(
        "rows in column '" + field.name() + "': " + rowCount,
        column.length(),
        column.length() == rowCount);
    check(
        "no nulls in column '" + field.name() + "'",
        1,
        field.nullable() || column.validity() == null);
    return column;
  }

  private Column column(DataType type) {
    FieldNode node = node();
    check(
        "rows up to 2^31 - 1",
        node.length(),
        node.length() >= 0 && node.length() <= Integer.MAX_VALUE);
    int length = (int) node.length();
    MemorySegment validity = validity(node);
    return switch (Layout.of(type)) {
      case Layout.Bits b ->
          new Column(type, length, validity, null, buffer((length + 7L) >>> 3), List.of());
      case Layout.Fixed f ->
          new Column(type, length, validity, null, buffer((long) length * f.bytes()), List.of());
      case Layout.Dense d ->
          new Column(type, length, validity, null, coordinates(type, length, d.bytes()), List.of());
      case Layout.Variable v -> text(type, length, validity);
      case Layout.Runs r -> runs(type, length, validity, r.element());
      case Layout.Side s ->
          new Column(type, length, validity, null, null, fields(s.fields(), length));
    };
  }

  private @Nullable MemorySegment validity(FieldNode node) {
    check(
        "nulls from 0 to " + node.length(),
        node.nullCount(),
        node.nullCount() >= 0 && node.nullCount() <= node.length());
    MemorySegment bits = buffer(node.nullCount() == 0 ? 0 : (node.length() + 7) >>> 3);
    return node.nullCount() == 0 ? null : bits;
  }

  private MemorySegment coordinates(DataType type, int length, int width) {
    long count = (long) length * SchemaEncoder.elementsPerVector((DataType.Vector) type);
    FieldNode node = node();
    check("coordinates " + count, node.length(), node.length() == count);
    check("no null coordinates", node.nullCount(), node.nullCount() == 0);
    buffer(0);
    return buffer((long) length * width);
  }

  private Column text(DataType type, int length, @Nullable MemorySegment validity) {
    MemorySegment offsets = buffer(4 * (length + 1L));
    int end = lastOffset(offsets, length);
    return new Column(type, length, validity, offsets, buffer(end), List.of());
  }

  private Column runs(
      DataType type, int length, @Nullable MemorySegment validity, DataType element) {
    MemorySegment offsets = buffer(4 * (length + 1L));
    int end = lastOffset(offsets, length);
    Column elements = column(element);
    check("at least " + end + " list elements", elements.length(), elements.length() >= end);
    return new Column(type, length, validity, offsets, null, List.of(elements));
  }

  /**
   * Checks the ends of the offsets; that those between do not fall is what the file's checksum
   * proves.
   */
  private int lastOffset(MemorySegment offsets, int length) {
    int first = offsets.get(Layout.INT, 0);
    int last = offsets.get(Layout.INT, 4L * length);
    check("first offset 0", first, first == 0);
    check("last offset 0 or more", last, last >= 0);
    return last;
  }

  private List<Column> fields(List<DataType> types, int length) {
    List<Column> fields = new ArrayList<>(types.size());
    for (DataType type : types) {
      Column field = column(type);
      check("rows in a struct's field: " + length, field.length(), field.length() == length);
      fields.add(field);
    }
    return fields;
  }

  private FieldNode node() {
    check(
        "more than " + nextNode + " nodes", header.nodesLength(), nextNode < header.nodesLength());
    return header.nodes(nextNode++);
  }

  /** Returns the first {@code neededBytes} of the next buffer, which must have them. */
  private MemorySegment buffer(long neededBytes) {
    check(
        "more than " + nextBuffer + " buffers",
        header.buffersLength(),
        nextBuffer < header.buffersLength());
    Buffer buffer = header.buffers(nextBuffer++);
    long start = buffer.offset();
    check("a buffer at a multiple of 64", start, (start & (BatchEncoder.ALIGNMENT - 1)) == 0);
    check("a buffer of " + neededBytes + " bytes", buffer.length(), buffer.length() >= neededBytes);
    check(
        "a buffer inside the body of " + body.byteSize(),
        start,
        start >= 0 && start <= body.byteSize() - buffer.length());
    return body.asSlice(start, neededBytes);
  }

  private void check(String expected, long found, boolean holds) {
    if (!holds) {
      throw new Corruption(file, bodyOffsetBytes, expected, Long.toString(found));
    }
  }
}
