package dev.pilum.engine.check;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import dev.pilum.storage.env.ReadFile;
import java.nio.ByteBuffer;

/**
 * Files that are read in small pieces, each of which waits for its turn. Maps are handed out as
 * they are: whoever reads them tells the pace.
 */
public record PacedFiles(FileStore files, Pace pace) implements ForwardingFiles {
  /** Large enough for the disk; a thirtieth of a second's worth at 8 MiB a second. */
  public static final int PIECE_BYTES = 1 << 18;

  @Override
  public ReadFile open(String path) {
    return new PacedFile(files.open(path), pace);
  }

  private record PacedFile(ReadFile file, Pace pace) implements ReadFile {
    @Override
    public void readFully(long offsetBytes, ByteBuffer target) {
      long offset = offsetBytes;
      while (target.hasRemaining()) {
        int length = Math.min(PIECE_BYTES, target.remaining());
        pace.spend(length);
        file.readFully(offset, target.slice(target.position(), length));
        target.position(target.position() + length);
        offset += length;
      }
    }

    @Override
    public long lengthBytes() {
      return file.lengthBytes();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
