package dev.pilum.storage.keys;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The frame of a {@link KeyFile}: its first 64 and last 8 bytes, by which its length is known.
 *
 * @param rowCount rows of the segment, 0 to {@link #MAX_ROWS}
 * @param slotCount more than {@code rowCount}, below 2^31
 * @param groupEntries 0 to {@code rowCount}
 */
record KeyFileHeader(int rowCount, int slotCount, int groupEntries) {
  static final int BYTES = 64;
  static final int FOOTER_BYTES = 8;

  /** Keeps slot counts and group places inside 31 bits. */
  static final int MAX_ROWS = 1 << 30;

  /** Where the row count stands. */
  static final int ROW_COUNT = 16;

  private static final int CHECKSUM = 60;
  private static final long MAGIC =
      ByteBuffer.wrap("PILUMKEY".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final int END_MARK = 0x4B454E44;
  private static final int VERSION = 1;
  private static final int XXH3_64 = 1;

  /**
   * Bytes read at a time by {@link #verifyBody}: large enough for the disk, small enough for any
   * heap.
   */
  private static final int CHUNK_BYTES = 1 << 18;

  /**
   * Returns a header for that many rows: slots are three quarters full, and one at least stays
   * empty.
   */
  static KeyFileHeader forRows(int rowCount, int groupEntries) {
    return new KeyFileHeader(rowCount, slotsFor(rowCount), groupEntries);
  }

  static int slotsFor(int rowCount) {
    return (int) (rowCount * 4L / 3 + 1);
  }

  long groupsOffset() {
    return BYTES + (long) slotCount * Long.BYTES;
  }

  long footerOffset() {
    return groupsOffset() + (long) groupEntries * Integer.BYTES;
  }

  long lengthBytes() {
    return footerOffset() + FOOTER_BYTES;
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(MAGIC).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putInt(VERSION)
        .putInt(XXH3_64)
        .putLong(rowCount)
        .putLong(slotCount)
        .putLong(groupEntries);
    return bytes.putInt(CHECKSUM, crcOf(bytes)).clear();
  }

  static ByteBuffer encodeFooter(int crc32c) {
    ByteBuffer bytes =
        ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(crc32c);
    return bytes.order(ByteOrder.BIG_ENDIAN).putInt(END_MARK).flip();
  }

  /**
   * Both ends of a file.
   *
   * @param crc32c the checksum that it ends with, not compared with its bytes
   */
  record Frame(KeyFileHeader header, int crc32c) {}

  /** Reads and checks header, lengths and end mark. */
  static Frame read(FileStore files, String path, long lengthBytes) {
    try (ReadFile file = files.open(path)) {
      requireSame(path, -1, "length by the manifest", lengthBytes, file.lengthBytes());
      if (lengthBytes < BYTES + Long.BYTES + FOOTER_BYTES) {
        throw new Corruption(path, -1, "a key file", lengthBytes + " bytes");
      }
      KeyFileHeader header = decode(path, bytesAt(file, 0, BYTES));
      requireSame(path, -1, "length by its header", header.lengthBytes(), lengthBytes);
      ByteBuffer footer = bytesAt(file, header.footerOffset(), FOOTER_BYTES);
      int crc32c = footer.getInt();
      int mark = footer.order(ByteOrder.BIG_ENDIAN).getInt();
      requireSame(path, lengthBytes - Integer.BYTES, "end mark", END_MARK, mark);
      return new Frame(header, crc32c);
    }
  }

  private static KeyFileHeader decode(String path, ByteBuffer bytes) {
    requireSame(path, 0, "magic", MAGIC, bytes.order(ByteOrder.BIG_ENDIAN).getLong());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    requireSame(path, CHECKSUM, "header checksum", crcOf(bytes), bytes.getInt(CHECKSUM));
    requireSame(path, bytes.position(), "version", VERSION, bytes.getInt());
    requireSame(path, bytes.position(), "hash function", XXH3_64, bytes.getInt());
    int rows = number(path, bytes, 0, MAX_ROWS);
    int slots = number(path, bytes, rows + 1L, Integer.MAX_VALUE);
    return new KeyFileHeader(rows, slots, number(path, bytes, 0, rows));
  }

  private static int number(String path, ByteBuffer bytes, long least, long most) {
    int offset = bytes.position();
    long value = bytes.getLong();
    if (value < least || value > most) {
      throw new Corruption(path, offset, least + " to " + most, Long.toString(value));
    }
    return (int) value;
  }

  /** Reads everything before the footer, compares its checksum and returns it. */
  int verifyBody(FileStore files, String path) {
    try (ReadFile file = files.open(path)) {
      CRC32C crc = new CRC32C();
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, footerOffset()));
      for (long at = 0; at < footerOffset(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), footerOffset() - at));
        file.readFully(at, chunk);
        crc.update(chunk.flip());
      }
      int found = (int) crc.getValue();
      int expected = bytesAt(file, footerOffset(), FOOTER_BYTES).getInt();
      requireSame(path, -1, "checksum", expected, found);
      return found;
    }
  }

  private static ByteBuffer bytesAt(ReadFile file, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.readFully(offset, bytes);
    return bytes.clear();
  }

  private static int crcOf(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECKSUM));
    return (int) crc.getValue();
  }

  /**
   * Composes its message only on failure: the first concatenation of a process costs milliseconds.
   */
  private static void requireSame(
      String path, long offsetBytes, String what, long expected, long found) {
    if (expected != found) {
      throw new Corruption(path, offsetBytes, what + " " + expected, Long.toString(found));
    }
  }
}
