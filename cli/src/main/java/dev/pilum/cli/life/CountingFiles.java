package dev.pilum.cli.life;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingAppendFile;
import dev.pilum.storage.env.ForwardingFiles;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * Other files, and how many bytes were written to them, of whatever kind. Zeros that a log reserves
 * count by themselves: they are written over.
 */
final class CountingFiles implements ForwardingFiles {
  private final FileStore files;
  private final LongAdder written = new LongAdder();
  private final LongAdder reserved = new LongAdder();

  CountingFiles(FileStore files) {
    this.files = files;
  }

  @Override
  public FileStore files() {
    return files;
  }

  long writtenBytes() {
    return written.sum();
  }

  long reservedBytes() {
    return reserved.sum();
  }

  @Override
  public AppendFile create(String path) {
    return new Counted(files.create(path));
  }

  private final class Counted implements ForwardingAppendFile {
    private final AppendFile file;

    Counted(AppendFile file) {
      this.file = file;
    }

    @Override
    public AppendFile file() {
      return file;
    }

    @Override
    public void append(ByteBuffer... buffers) {
      for (ByteBuffer buffer : buffers) {
        written.add(buffer.remaining());
      }
      file.append(buffers);
    }

    @Override
    public void reserve(long bytes) {
      reserved.add(bytes);
      file.reserve(bytes);
    }
  }
}
