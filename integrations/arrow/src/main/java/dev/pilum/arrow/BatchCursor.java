package dev.pilum.arrow;

import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.MemorySegment;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and buffers of one batch, handed out in order, checked against the body and
 * decompressed. One thread, one use.
 */
final class BatchCursor {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final String name;
  private final RecordBatch header;
  private final byte[] body;
  private int nextNode;
  private int nextBuffer;
  private int nextVariadic;

  BatchCursor(String name, RecordBatch header, byte[] body) {
    this.name = name;
    this.header = header;
    this.body = body;
    rowCount();
  }

  /** Returns what the input is called in errors. */
  String name() {
    return name;
  }

  int rowCount() {
    return rows(header.length());
  }

  /** Returns how many rows the next column has; its validity is the next buffer. */
  Node node() {
    require(
        "more than " + nextNode + " nodes", header.nodesLength(), nextNode < header.nodesLength());
    FieldNode node = header.nodes(nextNode++);
    int length = rows(node.length());
    require(
        "nulls up to " + length,
        node.nullCount(),
        node.nullCount() >= 0 && node.nullCount() <= length);
    return new Node(length, (int) node.nullCount());
  }

  /**
   * What a batch says of one column.
   *
   * @param length rows
   * @param nullCount rows without value
   */
  record Node(int length, int nullCount) {}

  /** Returns the validity of a column, or {@code null} when every row has a value. */
  @Nullable MemorySegment validity(Node node) {
    MemorySegment bits = buffer();
    if (node.nullCount() == 0) {
      return null;
    }
    return sized(bits, (node.length() + 7L) >>> 3);
  }

  /** Returns the next buffer, which must have at least {@code bytes}, cut to that length. */
  MemorySegment buffer(long bytes) {
    return sized(buffer(), bytes);
  }

  /** Returns the next buffer, decompressed, however long. */
  MemorySegment buffer() {
    require(
        "more than " + nextBuffer + " buffers",
        header.buffersLength(),
        nextBuffer < header.buffersLength());
    Buffer buffer = header.buffers(nextBuffer++);
    long start = buffer.offset();
    long length = buffer.length();
    boolean inside = length >= 0 && start >= 0 && start <= body.length - length;
    require("a buffer inside the body of " + body.length, start, inside);
    BodyCompression compression = header.compression();
    MemorySegment stored = MemorySegment.ofArray(body).asSlice(start, length);
    return compression == null || length == 0
        ? stored
        : decompressed(compression, (int) start, (int) length);
  }

  /** Returns how many buffers of data the next column of views has. */
  int variadicCount() {
    require(
        "more than " + nextVariadic + " counts",
        header.variadicBufferCountsLength(),
        nextVariadic < header.variadicBufferCountsLength());
    long count = header.variadicBufferCounts(nextVariadic++);
    require("view buffers", count, count >= 0 && count <= header.buffersLength());
    return (int) count;
  }

  /** Checks that every node and buffer has been taken. */
  void finish() {
    require("nodes " + nextNode, header.nodesLength(), nextNode == header.nodesLength());
    require("buffers " + nextBuffer, header.buffersLength(), nextBuffer == header.buffersLength());
  }

  void require(String expected, long found, boolean holds) {
    if (!holds) {
      throw new Corruption(name, -1, expected, Long.toString(found));
    }
  }

  private MemorySegment sized(MemorySegment buffer, long bytes) {
    require("a buffer of " + bytes + " bytes", buffer.byteSize(), buffer.byteSize() >= bytes);
    return buffer.asSlice(0, bytes);
  }

  private int rows(long count) {
    require("rows up to 2^31 - 1", count, count >= 0 && count <= Integer.MAX_VALUE);
    return (int) count;
  }

  private MemorySegment decompressed(BodyCompression compression, int start, int length) {
    require("a compressed buffer of at least 8 bytes", length, length >= 8);
    MemorySegment stored = MemorySegment.ofArray(body);
    long bytes = stored.get(Layout.LONG, start);
    if (bytes == -1) {
      return stored.asSlice(start + 8L, length - 8L);
    }
    if (bytes == 0) {
      return NOTHING;
    }
    require(
        "a decompressed length that its bytes can give",
        bytes,
        bytes > 0 && bytes <= most(compression.codec(), length - 8));
    byte[] target = new byte[(int) bytes];
    int made = decompress(compression.codec(), start + 8, length - 8, target);
    require("a decompressed length of " + bytes, made, made == bytes);
    return MemorySegment.ofArray(target);
  }

  private int decompress(byte codec, int start, int length, byte[] target) {
    return switch (codec) {
      case CompressionType.LZ4_FRAME -> new Lz4Frame(body, start, length, target).decompress();
      case CompressionType.ZSTD -> new ZstdFrame(body, start, length, target).decompress();
      default ->
          throw new InvalidRequest(
              name + " is compressed by method " + codec + "; Pilum knows LZ4 and ZSTD");
    };
  }

  /**
   * The most that {@code length} compressed bytes can become: bounds what a hostile length can
   * allocate.
   */
  private static long most(byte codec, int length) {
    // A byte of LZ4 adds at most 255 to a match; three bytes of ZSTD's block header and one of
    // content make up to 128 KiB.
    long most = codec == CompressionType.ZSTD ? (length / 4 + 1L) << 17 : length * 255L;
    return Math.min(most, Integer.MAX_VALUE - 16);
  }
}
