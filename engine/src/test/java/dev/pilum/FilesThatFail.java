package dev.pilum;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;

/** Real files, but a test may throw what it likes before one is created or deleted. */
final class FilesThatFail implements FileStore {
  private final FileStore files;

  /** Called with the path of every file about to be created. */
  volatile Consumer<String> beforeCreate = path -> {};

  /** Called with the path of every file about to be deleted. */
  volatile Consumer<String> beforeDelete = path -> {};

  FilesThatFail(FileStore files) {
    this.files = files;
  }

  @Override
  public AppendFile create(String path) {
    beforeCreate.accept(path);
    return files.create(path);
  }

  @Override
  public void delete(String path) {
    beforeDelete.accept(path);
    files.delete(path);
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
  public void forceDirectory(String directory) {
    files.forceDirectory(directory);
  }

  @Override
  public FileLock lock(String path, String owner) {
    return files.lock(path, owner);
  }
}
