package dev.pilum.engine.db;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.StorageFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts all files and folders of a store into one zip file. One thread. */
final class ZipWriter {
  private static final int PIECE_BYTES = 1 << 16;

  private final FileStore source;
  private final ZipOutputStream zip;
  private final LocalDateTime time;

  private ZipWriter(FileStore source, ZipOutputStream zip, LocalDateTime time) {
    this.source = source;
    this.zip = zip;
    this.time = time;
  }

  /**
   * Writes and forces the zip file; its name is the caller's to force.
   *
   * @param millis the time that the entries get
   */
  static void write(FileStore source, FileStore target, String path, long millis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
    try (AppendFile file = target.create(path)) {
      try (ZipOutputStream zip =
          new ZipOutputStream(new BufferedOutputStream(streamTo(file), PIECE_BYTES))) {
        zip.setLevel(Deflater.BEST_SPEED); // vectors hardly shrink, whatever it costs
        new ZipWriter(source, zip, time).addFolder("");
      }
      file.force();
    } catch (IOException e) {
      throw new StorageFailure("cannot write '%s': %s".formatted(path, e.getMessage()), e);
    }
  }

  private void addFolder(String folder) throws IOException {
    for (String name : source.list(folder)) {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if (source.isDirectory(path)) {
        begin(path + "/");
        addFolder(path);
      } else {
        addFile(path);
      }
    }
  }

  private void addFile(String path) throws IOException {
    begin(path);
    try (ReadFile file = source.open(path)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
      for (long at = 0; at < file.lengthBytes(); at += PIECE_BYTES) {
        piece.clear().limit((int) Math.min(PIECE_BYTES, file.lengthBytes() - at));
        file.readFully(at, piece);
        zip.write(piece.array(), 0, piece.limit());
      }
    }
  }

  private void begin(String path) throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(time);
    zip.putNextEntry(entry);
  }

  private static OutputStream streamTo(AppendFile file) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        file.append(ByteBuffer.wrap(new byte[] {(byte) b}));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        file.append(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }
}
