package dev.pilum.chronicle;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.keys.KeyMapStamp;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files of one map.
 *
 * <p>The stamp is deleted, and its deletion forced, before a map is opened; it is written after the
 * map has been closed and forced. So a stamp that is there means that nobody has touched the map
 * since, whatever crashed in between.
 */
final class MapFiles {
  /** Bytes checksummed at a time. */
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path folder;
  private final FileStore files;
  private final String name;

  MapFiles(Path folder, FileStore files, String name) {
    this.folder = folder;
    this.files = files;
    this.name = name;
  }

  File map() {
    return folder.resolve(name).toFile();
  }

  File next() {
    return folder.resolve(name + ".next").toFile();
  }

  /**
   * Returns the stamp, or {@code null} when there is none that can be read. It is gone from the
   * disk afterwards.
   */
  @Nullable Stamp takeStamp() {
    String path = name + ".stamp";
    if (!files.exists(path)) {
      return null;
    }
    Stamp stamp = read(path);
    files.delete(path);
    files.forceDirectory("");
    return stamp;
  }

  private @Nullable Stamp read(String path) {
    if (files.length(path) != Stamp.BYTES) {
      return null;
    }
    try (ReadFile file = files.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate(Stamp.BYTES);
      file.readFully(0, bytes);
      return Stamp.decode(bytes.flip());
    }
  }

  /**
   * Returns whether the map's bytes are those that were sealed: Chronicle Map itself would believe
   * anything.
   */
  boolean isAsSealed(Stamp stamp) {
    return files.exists(name)
        && files.length(name) == stamp.mapLengthBytes()
        && checksum() == stamp.mapCrc32c();
  }

  /** Forces the closed map and writes its stamp. */
  void seal(KeyMapStamp state, long capacity) {
    forceMap();
    Stamp stamp = new Stamp(state, capacity, files.length(name), checksum());
    String temporary = name + ".stamp.new";
    files.delete(temporary);
    try (AppendFile file = files.create(temporary)) {
      file.append(stamp.encode());
      file.force();
    }
    files.rename(temporary, name + ".stamp");
    files.forceDirectory("");
  }

  private void forceMap() {
    try (FileChannel channel = FileChannel.open(map().toPath(), StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new StorageFailure("cannot force key map '" + name + "'", e);
    }
  }

  private int checksum() {
    CRC32C crc = new CRC32C();
    try (ReadFile file = files.open(name)) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
      for (long at = 0; at < file.lengthBytes(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, file.lengthBytes() - at));
        file.readFully(at, chunk);
        crc.update(chunk.flip());
      }
    }
    return (int) crc.getValue();
  }

  void deleteMap() {
    files.delete(name);
    deleteNext();
  }

  void deleteNext() {
    files.delete(name + ".next");
  }

  void replaceMapByNext() {
    files.rename(name + ".next", name);
  }
}
