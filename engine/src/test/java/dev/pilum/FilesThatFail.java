package dev.pilum;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import java.util.function.Consumer;

/** Real files, but a test may throw what it likes before one is created or deleted. */
final class FilesThatFail implements ForwardingFiles {
  private final FileStore files;

  /** Called with the path of every file about to be created. */
  volatile Consumer<String> beforeCreate = path -> {};

  /** Called with the path of every file about to be deleted. */
  volatile Consumer<String> beforeDelete = path -> {};

  FilesThatFail(FileStore files) {
    this.files = files;
  }

  @Override
  public FileStore files() {
    return files;
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
}
