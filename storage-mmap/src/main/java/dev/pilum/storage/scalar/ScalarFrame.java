package dev.pilum.storage.scalar;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What all files of this package have around their contents: 32 bytes before and 4 behind.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>magic</td><td>8</td><td>what the file is, eight letters</td></tr>
 * <tr><td>version</td><td>4</td><td>1</td></tr>
 * <tr><td>row count</td><td>4</td><td>rows of the segment, at least 1</td></tr>
 * <tr><td>entries</td><td>4</td><td>how many things the contents list, at least 0</td></tr>
 * <tr><td>unit</td><td>4</td><td>rows to a block in a zone map; 0 elsewhere</td></tr>
 * <tr><td>reserved</td><td>8</td><td>zero</td></tr>
 * <tr><td>contents</td><td>n</td><td>as the kind of file says</td></tr>
 * <tr><td>CRC32C</td><td>4</td><td>of all bytes before</td></tr>
 * </table>
 *
 * @param magic what the file is
 * @param rowCount rows of the segment
 * @param entries how many things the contents list
 * @param unit rows to a block
 */
record ScalarFrame(long magic, int rowCount, int entries, int unit) {
  static final int HEADER_BYTES = 32;
  static final int FOOTER_BYTES = Integer.BYTES;
  private static final int VERSION = 1;

  /** Bytes read at a time: large enough for the disk, small enough for any heap. */
  private static final int CHUNK_BYTES = 1 << 18;

  ByteBuffer encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES).putLong(magic).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putInt(VERSION).putInt(rowCount).putInt(entries).putInt(unit).clear();
  }

  /**
   * Reads a whole file and returns what its header says.
   *
   * @throws Corruption when it is not a file of this kind, length and row count, or any byte is not
   *     what was written
   */
  static ScalarFrame check(FileStore files, String path, long lengthBytes, Expected expected) {
    try (ReadFile file = files.open(path)) {
      requireSame(path, -1, "length", lengthBytes, file.lengthBytes());
      if (lengthBytes < HEADER_BYTES + FOOTER_BYTES) {
        throw new Corruption(path, -1, "at least 36 bytes", lengthBytes + " bytes");
      }
      ScalarFrame frame = decode(path, bytesAt(file, 0, HEADER_BYTES), expected);
      long end = lengthBytes - FOOTER_BYTES;
      int crc = bytesAt(file, end, FOOTER_BYTES).getInt();
      requireSame(path, end, "checksum", crc, crcOf(file, end));
      if (expected.crc32c() != 0) {
        requireSame(path, end, "checksum by the manifest", expected.crc32c(), crc);
      }
      return frame;
    }
  }

  /**
   * What a file must say it is.
   *
   * @param magic what kind of file
   * @param rowCount of a segment of how many rows
   * @param crc32c the checksum that it ends with; 0 when the caller does not know it
   */
  record Expected(long magic, int rowCount, int crc32c) {
    Expected(long magic, int rowCount) {
      this(magic, rowCount, 0);
    }
  }

  private static ScalarFrame decode(String path, ByteBuffer bytes, Expected expected) {
    long magic = bytes.order(ByteOrder.BIG_ENDIAN).getLong();
    requireSame(path, 0, "magic", expected.magic(), magic);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    requireSame(path, 8, "version", VERSION, bytes.getInt());
    int rows = bytes.getInt();
    requireSame(path, 12, "row count", expected.rowCount(), rows);
    int entries = bytes.getInt();
    int unit = bytes.getInt();
    if (entries < 0 || unit < 0 || unit % Long.SIZE != 0) {
      throw new Corruption(path, 16, "a count and a block of 64s", entries + " and " + unit);
    }
    return new ScalarFrame(magic, rows, entries, unit);
  }

  private static int crcOf(ReadFile file, long end) {
    CRC32C crc = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end));
    for (long at = 0; at < end; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
      file.readFully(at, chunk);
      crc.update(chunk.flip());
    }
    return (int) crc.getValue();
  }

  private static ByteBuffer bytesAt(ReadFile file, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.readFully(offset, bytes);
    return bytes.clear();
  }

  static void requireSame(String path, long offset, String what, long expected, long found) {
    if (expected != found) {
      throw new Corruption(path, offset, what + " " + expected, Long.toString(found));
    }
  }
}
