package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The plan of one record batch's message: which buffers its body holds in Arrow's order (each field
 * before its children), and where. Each buffer starts at a multiple of 64 bytes.
 */
final class BatchEncoder {
  /** What Arrow recommends, the width of a cache line and of an AVX-512 register. */
  static final int ALIGNMENT = 64;

  private final List<Node> nodes = new ArrayList<>();
  private final List<BufferPieces> buffers = new ArrayList<>();
  private final List<Long> places = new ArrayList<>();
  private final int rowCount;
  private long bodyBytes;

  /** Arrow's facts about one field: vectors make two, the list and its coordinates. */
  private record Node(long length, long nullCount) {}

  BatchEncoder(BatchPieces batch) {
    this.rowCount = batch.rowCount();
    batch.columns().forEach(this::add);
  }

  /** Writes the body: each buffer, and zeros up to the next. */
  void writeBody(ChecksummedOutput output) {
    for (BufferPieces buffer : buffers) {
      output.write(buffer);
      output.pad(ALIGNMENT);
    }
  }

  /** Returns the length of the body, padding included. */
  long bodyBytes() {
    return bodyBytes;
  }

  /**
   * Returns the framed message, padded to end at a multiple of 64 when it starts at {@code
   * offsetBytes}.
   */
  byte[] message(long offsetBytes) {
    FlatBufferBuilder buffer = new FlatBufferBuilder(1024);
    int nodesAt = nodes(buffer);
    int buffersAt = buffers(buffer);
    int header = RecordBatch.createRecordBatch(buffer, rowCount, nodesAt, buffersAt, 0, 0);
    return MessageCodec.frame(
        buffer, MessageHeader.RecordBatch, header, bodyBytes, offsetBytes, ALIGNMENT);
  }

  private void add(ColumnPieces column) {
    nodes.add(new Node(column.length(), column.nullCount()));
    add(column.validity());
    switch (Layout.of(column.type())) {
      case Layout.Bits b -> add(column.values());
      case Layout.Fixed f -> add(column.values());
      case Layout.Variable v -> {
        add(column.offsets());
        add(column.values());
      }
      case Layout.Runs r -> add(column.offsets());
      case Layout.Side s -> {}
      case Layout.Dense d -> addCoordinates(column);
    }
    column.children().forEach(this::add);
  }

  private void addCoordinates(ColumnPieces column) {
    int elements = SchemaEncoder.elementsPerVector((DataType.Vector) column.type());
    nodes.add(new Node((long) column.length() * elements, 0));
    add(BufferPieces.EMPTY);
    add(column.values());
  }

  private void add(BufferPieces buffer) {
    buffers.add(buffer);
    places.add(bodyBytes);
    bodyBytes += (buffer.lengthBytes() + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private int nodes(FlatBufferBuilder buffer) {
    RecordBatch.startNodesVector(buffer, nodes.size());
    for (Node node : nodes.reversed()) {
      FieldNode.createFieldNode(buffer, node.length(), node.nullCount());
    }
    return buffer.endVector();
  }

  private int buffers(FlatBufferBuilder buffer) {
    RecordBatch.startBuffersVector(buffer, buffers.size());
    for (int i = buffers.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(buffer, places.get(i), buffers.get(i).lengthBytes());
    }
    return buffer.endVector();
  }
}
