package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.flatbuffers.Table;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * Arrow's frame around a piece of metadata:
 *
 * <pre>
 * int32   -1, which tells this frame from that of Arrow before 0.15
 * int32   bytes that follow, up to the body: a multiple of 8
 * bytes   flatbuffer Message
 * zeros   up to the length above
 * </pre>
 */
final class MessageCodec {
  static final int CONTINUATION = -1;
  static final int PREFIX_BYTES = 8;

  private MessageCodec() {}

  /**
   * Returns the framed message, padded so that it ends at a multiple of {@code alignment} when it
   * starts at {@code offsetBytes}.
   */
  static byte[] frame(
      FlatBufferBuilder buffer,
      byte tag,
      int header,
      long bodyBytes,
      long offsetBytes,
      int alignment) {
    int message = Message.createMessage(buffer, MetadataVersion.V5, tag, header, bodyBytes, 0);
    Message.finishMessageBuffer(buffer, message);
    ByteBuffer content = buffer.dataBuffer();
    long end = (offsetBytes + PREFIX_BYTES + content.remaining() + alignment - 1) & -alignment;
    byte[] framed = new byte[Math.toIntExact(end - offsetBytes)];
    ByteBuffer target = ByteBuffer.wrap(framed).order(ByteOrder.LITTLE_ENDIAN);
    target.putInt(CONTINUATION).putInt(framed.length - PREFIX_BYTES).put(content);
    return framed;
  }

  /**
   * Fills {@code header} from the framed message that takes up all of {@code bytes}, found at
   * {@code offsetBytes} of {@code file}.
   */
  static <T extends Table> T header(
      ByteBuffer bytes, byte tag, T header, long bodyBytes, String file, long offsetBytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    check(
        file,
        offsetBytes,
        "a message of at least 12 bytes",
        bytes.remaining(),
        bytes.remaining() >= 12);
    int first = bytes.getInt(bytes.position());
    check(file, offsetBytes, "message mark -1", first, first == CONTINUATION);
    int length = bytes.getInt(bytes.position() + 4);
    if (length != bytes.remaining() - 8) {
      throw wrong(
          file, offsetBytes + 4, "metadata of " + (bytes.remaining() - 8) + " bytes", length);
    }
    Message message =
        Message.getRootAsMessage(
            bytes.slice(bytes.position() + 8, length).order(ByteOrder.LITTLE_ENDIAN));
    check(
        file,
        offsetBytes,
        "metadata version 4 (V5)",
        message.version(),
        message.version() == MetadataVersion.V5);
    if (message.headerType() != tag) {
      throw wrong(file, offsetBytes, "message kind " + tag, message.headerType());
    }
    if (message.bodyLength() != bodyBytes) {
      throw wrong(file, offsetBytes, "a body of " + bodyBytes + " bytes", message.bodyLength());
    }
    if (message.header(header) == null) {
      throw new Corruption(file, offsetBytes, "a message header", "none");
    }
    return header;
  }

  private static void check(
      String file, long offsetBytes, String expected, long found, boolean holds) {
    if (!holds) {
      throw wrong(file, offsetBytes, expected, found);
    }
  }

  private static Corruption wrong(String file, long offsetBytes, String expected, long found) {
    return new Corruption(file, offsetBytes, expected, Long.toString(found));
  }
}
