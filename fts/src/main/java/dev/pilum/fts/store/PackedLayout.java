package dev.pilum.fts.store;

import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What the end of a packed file says: which files are in it and where. {@link PackedFile} has the
 * table.
 *
 * @param description what the writer wanted to be known of the whole
 * @param contentCrc32c checksum of everything before the list of files
 * @param listOffset where that list starts
 * @param entries the files by name
 */
public record PackedLayout(
    String description, int contentCrc32c, long listOffset, Map<String, Entry> entries) {
  static final long MAGIC = 0x545845544D4C4950L; // "PILMTEXT" in little-endian bytes
  static final int VERSION = 1;
  static final int HEADER_BYTES = 16;
  static final int ALIGNMENT = 64; // a cache line

  private static final int TRAILER_BYTES = 24;

  /** Lucene leaves a dozen files; their list has less than a kilobyte. */
  private static final int LONGEST_LIST = 1 << 20;

  private static final int MOST_FILES = 1 << 12;

  /**
   * One file.
   *
   * @param offset where it starts
   * @param length how many bytes it has
   */
  public record Entry(long offset, long length) {}

  /** Returns list and trailer as they stand at the end of a file. */
  ByteBuffer encode() {
    byte[] words = description.getBytes(StandardCharsets.UTF_8);
    int size = 4 + 4 + words.length + 4;
    for (String name : entries.keySet()) {
      size += 4 + name.getBytes(StandardCharsets.UTF_8).length + 16;
    }
    ByteBuffer out = ByteBuffer.allocate(size + TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(contentCrc32c).putInt(words.length).put(words).putInt(entries.size());
    entries.forEach((name, entry) -> {
      byte[] letters = name.getBytes(StandardCharsets.UTF_8);
      out.putInt(letters.length).put(letters).putLong(entry.offset).putLong(entry.length);
    });
    out.putLong(listOffset).putInt(size);
    return out.putInt(checksum(out, size + 12)).putLong(MAGIC).flip();
  }

  /**
   * Reads and checks the end of a file.
   *
   * @throws Corruption when it is not that of a packed file
   */
  public static PackedLayout read(String path, ReadFile file) {
    long fileBytes = file.lengthBytes();
    if (fileBytes < HEADER_BYTES + TRAILER_BYTES) {
      throw new Corruption(path, -1, "a text index of at least 40 bytes", fileBytes + " bytes");
    }
    ByteBuffer head = bytes(file, 0, HEADER_BYTES);
    equal(path, 0, "magic", MAGIC, head.getLong(0));
    equal(path, 8, "version", VERSION, head.getInt(8));
    long at = fileBytes - TRAILER_BYTES;
    ByteBuffer trailer = bytes(file, at, TRAILER_BYTES);
    equal(path, at + 16, "magic", MAGIC, trailer.getLong(16));
    long listOffset = trailer.getLong(0);
    int size = trailer.getInt(8);
    if (size < 12 || size > LONGEST_LIST || listOffset < HEADER_BYTES || listOffset != at - size) {
      throw new Corruption(
          path, at, "a list of files before the end", size + " bytes at " + listOffset);
    }
    ByteBuffer list = bytes(file, listOffset, size + TRAILER_BYTES);
    equal(path, at + 12, "CRC32C of the list", checksum(list, size + 12), trailer.getInt(12));
    try {
      return decode(path, listOffset, list.limit(size));
    } catch (BufferUnderflowException e) {
      throw new Corruption(
          path, listOffset + list.position(), "more of the list of files", "its end");
    }
  }

  /**
   * Compares the checksum of everything before the list with what is written in the list.
   *
   * @throws Corruption when they differ
   */
  public void checkContent(String path, CRC32C found) {
    equal(path, listOffset, "CRC32C", Integer.toUnsignedLong(contentCrc32c), found.getValue());
  }

  private static PackedLayout decode(String path, long listOffset, ByteBuffer list) {
    int crc = list.getInt();
    String description = text(path, list);
    int count = list.getInt();
    if (count < 0 || count > MOST_FILES) {
      throw new Corruption(path, listOffset, "up to " + MOST_FILES + " files", count + " files");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = text(path, list);
      Entry entry = new Entry(list.getLong(), list.getLong());
      if (entry.offset < HEADER_BYTES
          || entry.length < 0
          || entry.offset > listOffset - entry.length) {
        throw new Corruption(path, listOffset, "file '" + name + "' inside", entry.toString());
      }
      entries.put(name, entry);
    }
    return new PackedLayout(description, crc, listOffset, entries);
  }

  private static String text(String path, ByteBuffer list) {
    int length = list.getInt();
    if (length < 0 || length > list.remaining()) {
      throw new Corruption(path, -1, "a name in the list of files", "one of " + length + " bytes");
    }
    byte[] letters = new byte[length];
    list.get(letters);
    return new String(letters, StandardCharsets.UTF_8);
  }

  private static void equal(String path, long at, String what, long expected, long found) {
    if (expected != found) {
      throw new Corruption(
          path, at, what + " " + Long.toHexString(expected), Long.toHexString(found));
    }
  }

  private static ByteBuffer bytes(ReadFile file, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.readFully(offset, bytes);
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(length));
    return (int) crc.getValue();
  }
}
