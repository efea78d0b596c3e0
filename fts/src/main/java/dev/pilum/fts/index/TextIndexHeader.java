package dev.pilum.fts.index;

import dev.pilum.fts.store.PackedLayout;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** What can be said of the file of a text index without a class of Lucene. */
public final class TextIndexHeader {
  /** Small enough to be in the cache still when its checksum is computed. */
  private static final int READ_BYTES = 1 << 16;

  /**
   * Indexes up to this size are read whole to be opened for writing, in at most about 7 ms at 2.5
   * GB/s: that is some 80,000 short texts. Of larger ones the first search finds damage.
   */
  private static final long READ_WHOLE_BYTES = 16L << 20;

  private TextIndexHeader() {}

  /**
   * Checks that a file is a text index in full length and made for these columns. A small one is
   * read whole, so the time is bounded.
   *
   * @throws Corruption when it is not; then it is to be built anew
   */
  public static void check(
      FileStore files, String path, long lengthBytes, List<TextColumn> columns) {
    try (ReadFile file = files.open(path)) {
      if (file.lengthBytes() != lengthBytes) {
        throw new Corruption(path, -1, lengthBytes + " bytes", file.lengthBytes() + " bytes");
      }
      PackedLayout layout = PackedLayout.read(path, file);
      String found = layout.description();
      String expected = TextColumn.describe(columns);
      if (!found.equals(expected)) {
        throw new Corruption(path, -1, "an index of " + expected, found);
      }
      if (lengthBytes <= READ_WHOLE_BYTES) {
        checkContent(path, file, layout);
      }
    }
  }

  /**
   * Reads a whole file and compares its checksum.
   *
   * @throws Corruption when a byte is not what was written
   */
  public static void verify(FileStore files, String path) {
    try (ReadFile file = files.open(path)) {
      checkContent(path, file, PackedLayout.read(path, file));
    }
  }

  private static void checkContent(String path, ReadFile file, PackedLayout layout) {
    CRC32C crc = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES, layout.listOffset()));
    for (long at = 0; at < layout.listOffset(); at += READ_BYTES) {
      bytes.clear().limit((int) Math.min(READ_BYTES, layout.listOffset() - at));
      file.readFully(at, bytes);
      crc.update(bytes.flip());
    }
    layout.checkContent(path, crc);
  }
}
