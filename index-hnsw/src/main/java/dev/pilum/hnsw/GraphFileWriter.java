package dev.pilum.hnsw;

import dev.pilum.storage.env.AppendFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes one graph to one file, from front to back. */
final class GraphFileWriter {

  private static final int BUFFER_BYTES = 1 << 18;

  private final AppendFile file;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  GraphFileWriter(AppendFile file) {
    this.file = file;
  }

  /** Writes {@code graph}, whose vectors are {@code block}. */
  void write(HeapGraph graph, VectorBlock block) {
    GraphFileHeader header =
        new GraphFileHeader(
            graph.shape(),
            graph.entryOrdinal(),
            graph.topLevel(),
            graph.upperLinks().length / graph.shape().parameters().m(),
            graph.hasDuplicates());
    append(header.encode());
    levelZero(graph, block, header);
    padTo(header.upperBlocksOffset());
    ints(graph.upperBlocks());
    padTo(header.upperLinksOffset());
    ints(graph.upperLinks());
    padTo(header.normsOffset());
    floats(graph.inverseNorms());
    padTo(header.duplicatesOffset());
    ints(graph.duplicateChains());
    padTo(header.centerOffset());
    Quantizer quantizer = graph.quantizer();
    if (quantizer != null) {
      floats(quantizer.center());
      padTo(header.codesOffset());
    }
    if (quantizer != null && header.hasCodes()) {
      codes(block, quantizer, header.codeLayout().rowBytes());
    }
    padTo(header.footerOffset());
    footer();
    assert written == header.fileBytes();
  }

  private void levelZero(HeapGraph graph, VectorBlock block, GraphFileHeader header) {
    Quantizer quantizer = graph.quantizer();
    if (quantizer == null || !header.hasSigns()) {
      ints(graph.levelZeroLinks());
      return;
    }
    GraphShape shape = graph.shape();
    SignQuantizer signs = quantizer.signs(shape.parameters().seed());
    int nodesPerBuffer = Math.max(1, BUFFER_BYTES / header.nodeBytes());
    ByteBuffer nodes =
        ByteBuffer.allocate(nodesPerBuffer * header.nodeBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < shape.rowCount(); from += nodesPerBuffer) {
      int to = Math.min(shape.rowCount(), from + nodesPerBuffer);
      nodes.clear();
      SignCodes.encode(block, signs, from, to, MemorySegment.ofBuffer(nodes), header.nodeBytes());
      putLinks(graph, from, to, nodes, header);
      append(nodes.clear().limit((to - from) * header.nodeBytes()));
    }
  }

  private static void putLinks(
      HeapGraph graph, int from, int to, ByteBuffer nodes, GraphFileHeader header) {
    int limit = graph.shape().parameters().maxLinks(0);
    for (int node = from; node < to; node++) {
      nodes.position((node - from) * header.nodeBytes() + header.signLayout().codeBytes());
      nodes
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asIntBuffer()
          .put(graph.levelZeroLinks(), node * limit, limit);
    }
  }

  private void ints(int[] values) {
    for (int from = 0; from < values.length; from += BUFFER_BYTES / 4) {
      int count = Math.min(BUFFER_BYTES / 4, values.length - from);
      buffer.clear().asIntBuffer().put(values, from, count);
      append(buffer.limit(4 * count));
    }
  }

  private void floats(float[] values) {
    for (int from = 0; from < values.length; from += BUFFER_BYTES / 4) {
      int count = Math.min(BUFFER_BYTES / 4, values.length - from);
      buffer.clear().asFloatBuffer().put(values, from, count);
      append(buffer.limit(4 * count));
    }
  }

  private void codes(VectorBlock block, Quantizer quantizer, int rowBytes) {
    int rowsPerBuffer = BUFFER_BYTES / rowBytes;
    for (int from = 0; from < block.rowCount(); from += rowsPerBuffer) {
      int to = Math.min(block.rowCount(), from + rowsPerBuffer);
      buffer.clear();
      RowCodes.encode(block, quantizer, from, to, MemorySegment.ofBuffer(buffer));
      append(buffer.limit((to - from) * rowBytes));
    }
  }

  private void padTo(long offset) {
    append(ByteBuffer.allocate((int) (offset - written)));
  }

  private void footer() {
    buffer.clear().putLong(GraphFileHeader.MAGIC).putInt((int) crc.getValue()).flip();
    crc.reset();
    crc.update(buffer.duplicate());
    append(buffer.limit(GraphFileHeader.FOOTER_BYTES).putInt(12, (int) crc.getValue()));
  }

  private void append(ByteBuffer bytes) {
    crc.update(bytes.duplicate());
    written += bytes.remaining();
    file.append(bytes);
  }
}
