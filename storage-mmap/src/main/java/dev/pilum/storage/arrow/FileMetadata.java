package dev.pilum.storage.arrow;

import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Everything in a file but its batch's body, read into the heap and checked against the {@link
 * Seal} before any of it is believed.
 *
 * @param schema the columns
 * @param header rows, nulls and buffers of the only batch
 * @param bodyOffsetBytes where the body starts in the file
 * @param bodyBytes length of the body
 */
record FileMetadata(ArrowSchema schema, RecordBatch header, long bodyOffsetBytes, long bodyBytes) {
  /**
   * The most that footer or head may take: 100,000 columns with some metadata each. Bounds what a
   * hostile length can allocate.
   */
  private static final int MAX_BYTES = 64 << 20;

  /** What is read at the file's end at once: enough for the footer of some fifty columns. */
  private static final int TAIL_GUESS_BYTES = 16 << 10;

  private static final int BEHIND_BODY_BYTES = FileFrame.END_OF_STREAM.length + Seal.BYTES;
  private static final int LEAST_BYTES =
      FileFrame.HEAD_BYTES + BEHIND_BODY_BYTES + FileFrame.TAIL_BYTES;

  /**
   * Reads and checks the metadata of {@code file}, known to be {@code lengthBytes} long; {@code
   * path} is for errors.
   */
  static FileMetadata read(ReadFile file, String path, long lengthBytes) {
    if (lengthBytes < LEAST_BYTES) {
      throw wrong(path, 0, "at least " + LEAST_BYTES + " bytes", lengthBytes);
    }
    byte[] end = readEnd(file, path, lengthBytes);
    long endOffset = lengthBytes - end.length;
    byte[] seal = Arrays.copyOfRange(end, FileFrame.END_OF_STREAM.length, BEHIND_BODY_BYTES);
    long sealOffset = endOffset + FileFrame.END_OF_STREAM.length;
    check(path, sealOffset, "seal magic", seal[0], Seal.hasMagic(seal));
    check(path, endOffset, "end of stream", end[0], startsWith(end, FileFrame.END_OF_STREAM));
    int headBytes = Seal.headBytes(seal);
    long most = Math.min(MAX_BYTES, endOffset);
    if (headBytes < FileFrame.HEAD_BYTES || headBytes > most) {
      throw wrong(path, sealOffset + 8, "a head of 8 to " + most + " bytes", headBytes);
    }
    byte[] head = read(file, 0, headBytes);
    checkSeal(path, sealOffset, head, end);
    try {
      return parse(path, head, end, lengthBytes);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | InvalidRequest e) {
      throw Metadata.damaged(path, sealOffset + Seal.BYTES, e);
    }
  }

  /** Returns everything from the end of the body on. */
  private static byte[] readEnd(ReadFile file, String path, long lengthBytes) {
    byte[] guess = read(file, lengthBytes, -Math.min(lengthBytes, TAIL_GUESS_BYTES));
    check(
        path,
        lengthBytes - 6,
        "magic ARROW1",
        guess[guess.length - 1],
        FileFrame.endsWithMagic(guess));
    ByteBuffer view = ByteBuffer.wrap(guess).order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = view.getInt(guess.length - FileFrame.TAIL_BYTES);
    long most = Math.min(MAX_BYTES, lengthBytes - LEAST_BYTES);
    if (footerBytes <= 0 || footerBytes > most) {
      long offset = lengthBytes - FileFrame.TAIL_BYTES;
      throw wrong(path, offset, "a footer of 1 to " + most + " bytes", footerBytes);
    }
    int endBytes = BEHIND_BODY_BYTES + footerBytes + FileFrame.TAIL_BYTES;
    return endBytes <= guess.length
        ? Arrays.copyOfRange(guess, guess.length - endBytes, guess.length)
        : read(file, lengthBytes, -endBytes);
  }

  private static void checkSeal(String path, long sealOffset, byte[] head, byte[] end) {
    CRC32C crc = new CRC32C();
    crc.update(head);
    crc.update(end, BEHIND_BODY_BYTES, end.length - BEHIND_BODY_BYTES);
    crc.update(end, FileFrame.END_OF_STREAM.length, Seal.BYTES - 4);
    int found = (int) crc.getValue();
    int expected =
        ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(BEHIND_BODY_BYTES - 4);
    if (found != expected) {
      throw new Corruption(
          path,
          sealOffset + 12,
          "metadata with CRC32C %08x".formatted(expected),
          "%08x".formatted(found));
    }
  }

  private static FileMetadata parse(String path, byte[] head, byte[] end, long lengthBytes) {
    long footerOffset = lengthBytes - end.length + BEHIND_BODY_BYTES;
    int footerBytes = end.length - BEHIND_BODY_BYTES - FileFrame.TAIL_BYTES;
    ByteBuffer footerView =
        ByteBuffer.wrap(end).slice(BEHIND_BODY_BYTES, footerBytes).order(ByteOrder.LITTLE_ENDIAN);
    Footer footer = Footer.getRootAsFooter(footerView);
    check(
        path,
        footerOffset,
        "footer version 4 (V5)",
        footer.version(),
        footer.version() == MetadataVersion.V5);
    check(
        path,
        footerOffset,
        "no dictionaries",
        footer.dictionariesLength(),
        footer.dictionariesLength() == 0);
    check(
        path,
        footerOffset,
        "one record batch",
        footer.recordBatchesLength(),
        footer.recordBatchesLength() == 1);
    Block block = footer.recordBatches(0);
    long bodyBytes = lengthBytes - end.length - head.length;
    if (block.offset() < FileFrame.HEAD_BYTES
        || block.offset() + block.metaDataLength() != head.length) {
      String expected = "a batch whose metadata ends at " + head.length;
      throw wrong(path, footerOffset, expected, block.offset());
    }
    if (block.bodyLength() != bodyBytes) {
      throw wrong(path, footerOffset, "a body of " + bodyBytes + " bytes", block.bodyLength());
    }
    ByteBuffer message = ByteBuffer.wrap(head).slice((int) block.offset(), block.metaDataLength());
    RecordBatch header =
        MessageCodec.header(
            message, MessageHeader.RecordBatch, new RecordBatch(), bodyBytes, path, block.offset());
    if (footer.schema() == null) {
      throw new Corruption(path, footerOffset, "a schema", "none");
    }
    return new FileMetadata(
        new SchemaDecoder(path, footerOffset).schema(footer.schema()),
        header,
        head.length,
        bodyBytes);
  }

  /**
   * Returns {@code bytes} bytes from {@code offsetBytes} on, or as many before it when negative.
   */
  private static byte[] read(ReadFile file, long offsetBytes, long bytes) {
    byte[] read = new byte[(int) Math.abs(bytes)];
    file.readFully(bytes < 0 ? offsetBytes + bytes : offsetBytes, ByteBuffer.wrap(read));
    return read;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static void check(
      String path, long offsetBytes, String expected, long found, boolean holds) {
    if (!holds) {
      throw wrong(path, offsetBytes, expected, found);
    }
  }

  private static Corruption wrong(String path, long offsetBytes, String expected, long found) {
    return new Corruption(path, offsetBytes, expected, Long.toString(found));
  }
}
