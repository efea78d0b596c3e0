package dev.pilum.cli.life;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Other files, and how many bytes were written to them, of whatever kind. Zeros that a log reserves
 * count by themselves: they are written over.
 */
final class CountingFiles implements FileStore {
  private final FileStore files;
  private final LongAdder written = new LongAdder();
  private final LongAdder reserved = new LongAdder();

  CountingFiles(FileStore files) {
    this.files = files;
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

  @Override
  public ReadFile open(String path) {
    return files.open(path);
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    return files.map(path, lengthBytes, arena);
  }

  @Override
  public boolean exists(String path) {
    return files.exists(path);
  }

  @Override
  public boolean isDirectory(String path) {
    return files.isDirectory(path);
  }

  @Override
  public long length(String path) {
    return files.length(path);
  }

  @Override
  public List<String> list(String directory) {
    return files.list(directory);
  }

  @Override
  public void createDirectory(String directory) {
    files.createDirectory(directory);
  }

  @Override
  public void rename(String from, String to) {
    files.rename(from, to);
  }

  @Override
  public void delete(String path) {
    files.delete(path);
  }

  @Override
  public void forceDirectory(String directory) {
    files.forceDirectory(directory);
  }

  @Override
  public FileLock lock(String path, String owner) {
    return files.lock(path, owner);
  }

  private final class Counted implements AppendFile {
    private final AppendFile file;

    Counted(AppendFile file) {
      this.file = file;
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

    @Override
    public void force() {
      file.force();
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
