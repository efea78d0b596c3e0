package dev.pilum.arrow;

import com.google.flatbuffers.Table;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** The messages of an Arrow stream one after another, each with its body. One thread. */
final class MessageReader {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  /** No real metadata comes near it. */
  private static final int MAX_METADATA_BYTES = 256 << 20;

  /** How much is allocated before the bytes for it have arrived. */
  private static final int FIRST_BYTES = 1 << 20;

  private final InputStream input;
  private final String name;
  private long offsetBytes;
  private boolean started;
  private byte[] body = new byte[0];

  MessageReader(InputStream input, String name) {
    this.input = input;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Returns the next message, its body read too, or {@code null} at the end of the stream. */
  @Nullable Message next() {
    int length = nextLength();
    if (length == 0) {
      return null;
    }
    if (length < 0 || length > MAX_METADATA_BYTES) {
      throw damaged("metadata of up to " + MAX_METADATA_BYTES + " bytes", Integer.toString(length));
    }
    byte[] metadata = read(length);
    Message message =
        guarded(() ->
            Message.getRootAsMessage(ByteBuffer.wrap(metadata).order(ByteOrder.LITTLE_ENDIAN)));
    long bodyBytes = guarded(message::bodyLength);
    short version = guarded(message::version);
    if (version < MetadataVersion.V4 || version > MetadataVersion.V5) {
      throw new InvalidRequest(
          name + " has Arrow metadata version " + (version + 1) + "; Pilum reads 4 and 5");
    }
    if (bodyBytes > Integer.MAX_VALUE - 16) {
      throw new InvalidRequest(
          name + " has a batch of " + bodyBytes + " bytes; write batches below 2 GiB");
    }
    if (bodyBytes < 0) {
      throw damaged("a body", bodyBytes + " bytes");
    }
    body = read((int) bodyBytes);
    return message;
  }

  /** Returns which of Arrow's message headers it has. */
  byte kind(Message message) {
    return guarded(message::headerType);
  }

  Schema schema(Message message) {
    return header(message, new Schema());
  }

  <T extends Table> T header(Message message, T header) {
    if (message.header(header) == null) {
      throw damaged("a message header", "none");
    }
    return header;
  }

  /** Returns the nodes and buffers of the last message. */
  BatchCursor batch(RecordBatch header) {
    return new BatchCursor(name, header, body);
  }

  Corruption damaged(String expected, String found) {
    return new Corruption(name, offsetBytes, expected, found);
  }

  /**
   * Returns what {@code read} makes of flatbuffers, whose Java form has no verifier: wild offsets
   * end as {@link Corruption}.
   */
  <T> T guarded(Supplier<T> read) {
    try {
      return read.get();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      throw damaged("Arrow data whose parts lie inside it", String.valueOf(e.getMessage()));
    }
  }

  void close() {
    try {
      input.close();
    } catch (IOException e) {
      throw new StorageFailure("cannot close " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the next message's length, 0 at the end. Before Arrow 0.15 there was no mark ahead of
   * it.
   */
  private int nextLength() {
    byte[] start = readUpTo(4);
    if (!started && start.length == 4 && Arrays.equals(start, Arrays.copyOf(MAGIC, 4))) {
      read(4);
      start = readUpTo(4);
    }
    started = true;
    if (start.length == 0) {
      return 0;
    }
    int first = intOf(start);
    return first == -1 ? intOf(read(4)) : first;
  }

  private int intOf(byte[] bytes) {
    if (bytes.length < 4) {
      throw damaged("4 bytes", bytes.length + " before the end");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private byte[] read(int count) {
    byte[] bytes = readUpTo(count);
    if (bytes.length < count) {
      throw damaged(count + " bytes", bytes.length + " before the end");
    }
    return bytes;
  }

  /** Reads up to {@code count} bytes; memory grows with what arrives, not with what is promised. */
  private byte[] readUpTo(int count) {
    byte[] bytes = new byte[Math.min(count, FIRST_BYTES)];
    int filled = 0;
    try {
      while (true) {
        int got = input.readNBytes(bytes, filled, bytes.length - filled);
        filled += got;
        offsetBytes += got;
        if (filled < bytes.length || filled == count) {
          return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
      }
    } catch (IOException e) {
      throw new StorageFailure("cannot read " + name + ": " + e.getMessage(), e);
    }
  }
}
