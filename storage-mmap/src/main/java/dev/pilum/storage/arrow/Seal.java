package dev.pilum.storage.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksum over a file's metadata, so that opening a file proves in microseconds everything but
 * the values themselves. It lies between the end of the stream and the footer, where Arrow readers
 * never look: those that read a stream stop before it, those that read a file find the footer from
 * its end.
 *
 * <table>
 * <caption>Its 16 bytes</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>magic</td><td>8</td><td>{@code PILUMC01}; the digits are the version</td></tr>
 * <tr><td>head length</td><td>4</td><td>int32: bytes from the start of the file to the body of its first batch</td></tr>
 * <tr><td>checksum</td><td>4</td><td>CRC32C of the head, further batches' metadata, footer, footer length, magic, and the 12 bytes
 * above</td></tr>
 * </table>
 */
final class Seal {
  static final int BYTES = 16;

  private static final byte[] MAGIC = "PILUMC01".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED_BYTES = 12;

  private final CRC32C crc = new CRC32C();
  private int headBytes;
  private int partCount;

  /** Adds a part of the metadata: magic, schema, then each batch's. */
  void add(byte[] part) {
    crc.update(part);
    headBytes += partCount++ < 3 ? part.length : 0;
  }

  /** Returns the seal of a file that ends with {@code footer} and {@code tail}. */
  byte[] bytes(byte[] footer, byte[] tail) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).putInt(headBytes);
    crc.update(footer);
    crc.update(tail);
    crc.update(bytes.array(), 0, CHECKED_BYTES);
    return bytes.putInt((int) crc.getValue()).array();
  }

  /** Returns whether {@code seal} starts as seals do. */
  static boolean hasMagic(byte[] seal) {
    return Arrays.equals(seal, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Returns the head length that {@code seal} claims, any number. */
  static int headBytes(byte[] seal) {
    return ByteBuffer.wrap(seal).order(ByteOrder.LITTLE_ENDIAN).getInt(MAGIC.length);
  }
}
