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
    int rowCount = count(header.length());
    if (header.compression() != null) {
      throw wrong("an uncompressed body", 1);
    }
    List<Column> columns = new ArrayList<>(fields.size());
    for (Field field : fields) {
      columns.add(column(field, rowCount));
    }
    if (header.nodesLength() != nextNode) {
      throw wrong("nodes " + nextNode, header.nodesLength());
    }
    if (header.buffersLength() != nextBuffer) {
      throw wrong("buffers " + nextBuffer, header.buffersLength());
    }
    return new RecordBatch(fields, rowCount, columns);
  }

  private Column column(Field field, int rowCount) {
    Column column = column(field.type());
    if (column.length() != rowCount) {
      throw wrong("rows in column '" + field.name() + "': " + rowCount, column.length());
    }
    if (!field.nullable() && column.validity() != null) {
      throw wrong("no nulls in column '" + field.name() + "'", 1);
    }
    return column;
  }

  private Column column(DataType type) {
    FieldNode node = node();
    int length = count(node.length());
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
    if (node.nullCount() < 0 || node.nullCount() > node.length()) {
      throw wrong("nulls from 0 to " + node.length(), node.nullCount());
    }
    MemorySegment bits = buffer(node.nullCount() == 0 ? 0 : (node.length() + 7) >>> 3);
    return node.nullCount() == 0 ? null : bits;
  }

  private MemorySegment coordinates(DataType type, int length, int width) {
    long count = (long) length * SchemaEncoder.elementsPerVector((DataType.Vector) type);
    FieldNode node = node();
    if (node.length() != count) {
      throw wrong("coordinates " + count, node.length());
    }
    if (node.nullCount() != 0) {
      throw wrong("no null coordinates", node.nullCount());
    }
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
    if (elements.length() < end) {
      throw wrong("at least " + end + " list elements", elements.length());
    }
    return new Column(type, length, validity, offsets, null, List.of(elements));
  }

  /**
   * Checks the ends of the offsets; that those between do not fall is what the file's checksum
   * proves.
   */
  private int lastOffset(MemorySegment offsets, int length) {
    int first = offsets.get(Layout.INT, 0);
    int last = offsets.get(Layout.INT, 4L * length);
    if (first != 0) {
      throw wrong("first offset 0", first);
    }
    if (last < 0) {
      throw wrong("last offset 0 or more", last);
    }
    return last;
  }

  private List<Column> fields(List<DataType> types, int length) {
    List<Column> fields = new ArrayList<>(types.size());
    for (DataType type : types) {
      Column field = column(type);
      if (field.length() != length) {
        throw wrong("rows in a struct's field: " + length, field.length());
      }
      fields.add(field);
    }
    return fields;
  }

  private FieldNode node() {
    if (nextNode >= header.nodesLength()) {
      throw wrong("more than " + nextNode + " nodes", header.nodesLength());
    }
    return header.nodes(nextNode++);
  }

  /** Returns the first {@code neededBytes} of the next buffer, which must have them. */
  private MemorySegment buffer(long neededBytes) {
    if (nextBuffer >= header.buffersLength()) {
      throw wrong("more than " + nextBuffer + " buffers", header.buffersLength());
    }
    Buffer buffer = header.buffers(nextBuffer++);
    long start = buffer.offset();
    if ((start & (BatchEncoder.ALIGNMENT - 1)) != 0) {
      throw wrong("a buffer at a multiple of 64", start);
    }
    if (buffer.length() < neededBytes) {
      throw wrong("a buffer of " + neededBytes + " bytes", buffer.length());
    }
    if (start < 0 || start > body.byteSize() - buffer.length()) {
      throw wrong("a buffer inside the body of " + body.byteSize(), start);
    }
    return body.asSlice(start, neededBytes);
  }

  /** Returns how many rows a header or node speaks of. */
  private int count(long length) {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw wrong("rows up to 2^31 - 1", length);
    }
    return (int) length;
  }

  /** Made where it is thrown: hundreds of messages that nobody reads would double an opening. */
  private Corruption wrong(String expected, long found) {
    return new Corruption(file, bodyOffsetBytes, expected, Long.toString(found));
  }
}
