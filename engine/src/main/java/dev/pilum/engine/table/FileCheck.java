package dev.pilum.engine.table;

import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.arrow.WrittenFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.segment.DeleteFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a file of a segment whole and compares it with what the manifest knows of it. */
public final class FileCheck {
  private FileCheck() {}

  /**
   * Checks every byte.
   *
   * @param root the table's folder
   * @throws Corruption when the file is not the one that the manifest names
   */
  public static void check(FileStore files, String root, SegmentMeta segment, FileMeta file) {
    String path = root + "/" + file.path();
    long length = file.lengthBytes();
    switch (file.kind()) {
      case SCALARS, VECTOR -> checkWhole(files, path, file);
      case DELETES -> {
        DeleteFile.read(files, path, segment.rowCount());
        checkWhole(files, path, file);
      }
      case KEYS -> requireSame(path, file, KeyFile.verify(files, path, length));
      case GRAPH -> {
        HnswGraphFile.verify(files, path);
        if (file.crc32c() != 0) { // manifests did not know it once
          requireSame(path, file, HnswGraphFile.checksum(files, path));
        }
      }
      case TEXT -> {
        TextIndexHeader.verify(files, path);
        checkWhole(files, path, file);
      }
      case ZONES -> {
        ZoneFile.check(files, path, length, segment.rowCount());
        checkScalars(files, path, file);
      }
      case ORDERED -> {
        OrderedFile.check(files, path, length, segment.rowCount());
        checkScalars(files, path, file);
      }
      case BITMAP, LABELS -> {
        BitmapFile.check(files, path, length, segment.rowCount());
        checkScalars(files, path, file);
      }
      case CALIBRATION -> EfCalibrationFile.read(files, path, file.crc32c());
    }
  }

  /**
   * Maps a key file and checks, without reading it whole, that it is the one that was written for
   * its segment, and not another of the same length.
   *
   * @param rowCount the segment's rows by the manifest
   * @throws Corruption when it is not
   */
  public static KeyFile openKeys(
      FileStore files, String path, FileMeta file, int rowCount, Arena arena) {
    KeyFile keys = KeyFile.open(files, path, file.lengthBytes(), rowCount, arena);
    requireSame(path, file, keys.checksum());
    return keys;
  }

  /** Checks length and checksum of zone maps and scalar indexes, which end with it. */
  public static void checkScalars(FileStore files, String path, FileMeta file) {
    ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (ReadFile open = files.open(path)) {
      long found = open.lengthBytes();
      if (found != file.lengthBytes()) {
        throw new Corruption(path, -1, file.lengthBytes() + " bytes", found + " bytes");
      }
      open.readFully(file.lengthBytes() - Integer.BYTES, end);
    }
    requireSame(path, file, end.getInt(0));
  }

  private static void checkWhole(FileStore files, String path, FileMeta file) {
    ArrowFileReader.verify(files, new WrittenFile(path, file.lengthBytes(), file.crc32c()));
  }

  private static void requireSame(String path, FileMeta file, int found) {
    if (found != file.crc32c()) {
      throw new Corruption(
          path,
          -1,
          "the file with checksum %08x".formatted(file.crc32c()),
          "another with %08x".formatted(found));
    }
  }
}
