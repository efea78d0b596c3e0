package dev.pilum.storage.arrow;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Opens the files that {@link ArrowFileWriter} wrote with one batch. Files of other writers must be
 * imported.
 */
public final class ArrowFileReader {
  private static final int CHUNK_BYTES = 1 << 20;

  private ArrowFileReader() {}

  /**
   * Maps a file and returns its columns in place. Metadata is checked in full, values are not read:
   * their checksum is for {@link #verify}. Costs two reads, a mapping and two touched pages for
   * each text, binary or list column, whatever the file's size.
   *
   * @param lengthBytes what the manifest says the file's length is
   * @param arena how long the columns may be read
   * @throws Corruption when the file has another length or its metadata are not what was written
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no, or there is no such file
   */
  public static ArrowFile open(FileStore files, String path, long lengthBytes, Arena arena) {
    FileMetadata metadata;
    try (ReadFile file = files.open(path)) {
      checkLength(path, lengthBytes, file.lengthBytes());
      metadata = FileMetadata.read(file, path, lengthBytes);
    }
    MemorySegment body =
        files
            .map(path, lengthBytes, arena)
            .asSlice(metadata.bodyOffsetBytes(), metadata.bodyBytes());
    try {
      RecordBatch batch =
          new BatchDecoder(path, metadata.bodyOffsetBytes(), metadata.header(), body)
              .decode(metadata.schema().fields());
      return new ArrowFile(metadata.schema(), batch);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | InvalidRequest e) {
      throw Metadata.damaged(path, metadata.bodyOffsetBytes(), e);
    }
  }

  /**
   * Reads the whole file, not through a mapping, and compares its length and checksum with what was
   * written.
   *
   * @throws Corruption when they differ
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no, or there is no such file
   */
  public static void verify(FileStore files, WrittenFile written) {
    try (ReadFile file = files.open(written.path())) {
      checkLength(written.path(), written.lengthBytes(), file.lengthBytes());
      int crc = checksum(file, written.lengthBytes());
      if (crc != written.crc32c()) {
        throw new Corruption(
            written.path(), -1, "CRC32C %08x".formatted(written.crc32c()), "%08x".formatted(crc));
      }
    }
  }

  private static int checksum(ReadFile file, long lengthBytes) {
    CRC32C crc = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, lengthBytes));
    for (long offset = 0; offset < lengthBytes; offset += CHUNK_BYTES) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, lengthBytes - offset));
      file.readFully(offset, chunk);
      crc.update(chunk.flip());
    }
    return (int) crc.getValue();
  }

  private static void checkLength(String path, long expected, long found) {
    if (found != expected) {
      throw new Corruption(path, -1, "a length of " + expected + " bytes", found + " bytes");
    }
  }
}
