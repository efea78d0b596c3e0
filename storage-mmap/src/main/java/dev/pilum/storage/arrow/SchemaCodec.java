package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;

/**
 * Schemas as bytes: the framed schema message with which an Arrow stream starts, so that {@code
 * pyarrow.ipc.read_schema} and Arrow Java's {@code Schema.deserializeMessage} read them too. Equal
 * schemas give equal bytes. Field ids are kept in the fields' metadata as {@code pilum.field_id},
 * UUIDs are {@code FixedSizeBinary(16)} with extension name {@code arrow.uuid}, vectors of bits are
 * {@code FixedSizeList(uint8)}, eight bits to an element.
 */
public final class SchemaCodec {
  private SchemaCodec() {}

  /**
   * Returns the schema as bytes, a multiple of 8.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a field's metadata uses the key {@code
   *     pilum.field_id}
   */
  public static byte[] encode(ArrowSchema schema) {
    return encode(schema, 0, 8);
  }

  /**
   * As {@link #encode(ArrowSchema)}, for a table's schema: the key is kept as {@value
   * ArrowSchema#KEY}.
   */
  public static byte[] encode(dev.pilum.storage.schema.Schema schema) {
    return encode(ArrowSchema.of(schema));
  }

  /**
   * Returns the schema that {@code bytes} hold.
   *
   * @param file where they come from, for errors
   * @throws dev.pilum.storage.error.Corruption when they are not what {@link #encode} returns
   */
  public static ArrowSchema decode(byte[] bytes, String file) {
    try {
      Schema header =
          MessageCodec.header(
              ByteBuffer.wrap(bytes), MessageHeader.Schema, new Schema(), 0, file, 0);
      return new SchemaDecoder(file, 0).schema(header);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | InvalidRequest e) {
      throw Metadata.damaged(file, 0, e);
    }
  }

  static byte[] encode(ArrowSchema schema, long offsetBytes, int alignment) {
    FlatBufferBuilder buffer = new FlatBufferBuilder(1024);
    int header = new SchemaEncoder(buffer).schema(schema);
    return MessageCodec.frame(buffer, MessageHeader.Schema, header, 0, offsetBytes, alignment);
  }
}
