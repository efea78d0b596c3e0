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
  private static final int READ_BYTES = 1 << 18;

  private TextIndexHeader() {}

  /**
   * Checks that a file is a text index in full length and made for these columns, in time that does
   * not depend on its size.
   *
   * @throws Corruption when it is not; then it is to be built anew
   */
  public static void check(
      FileStore files, String path, long lengthBytes, List<TextColumn> columns) {
    try (ReadFile file = files.open(path)) {
      if (file.lengthBytes() != lengthBytes) {
        throw new Corruption(path, -1, lengthBytes + " bytes", file.lengthBytes() + " bytes");
      }
      String found = PackedLayout.read(path, file).description();
      String expected = TextColumn.describe(columns);
      if (!found.equals(expected)) {
        throw new Corruption(path, -1, "an index of " + expected, found);
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
      PackedLayout layout = PackedLayout.read(path, file);
      CRC32C crc = new CRC32C();
      for (long at = 0; at < layout.listOffset(); at += READ_BYTES) {
        ByteBuffer bytes =
            ByteBuffer.allocate((int) Math.min(READ_BYTES, layout.listOffset() - at));
        file.readFully(at, bytes);
        crc.update(bytes.flip());
      }
      if ((int) crc.getValue() != layout.contentCrc32c()) {
        throw new Corruption(
            path,
            -1,
            "CRC32C " + Integer.toHexString(layout.contentCrc32c()),
            Integer.toHexString((int) crc.getValue()));
      }
    }
  }
}
