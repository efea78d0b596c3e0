package dev.pilum;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingAppendFile;
import dev.pilum.storage.env.ForwardingFiles;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Real files, but a test may throw what it likes before one is created, written or deleted. */
final class FilesThatFail implements ForwardingFiles {
  private final FileStore files;

  /** Called with the path of every file about to be created. */
  volatile Consumer<String> beforeCreate = path -> {};

  /** Called with the path of every file that something is about to be appended to. */
  volatile Consumer<String> beforeAppend = path -> {};

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
    return new Appended(files.create(path), path);
  }

  private final class Appended implements ForwardingAppendFile {
    private final AppendFile file;
    private final String path;

    Appended(AppendFile file, String path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public AppendFile file() {
      return file;
    }

    @Override
    public void append(ByteBuffer... buffers) {
      beforeAppend.accept(path);
      file.append(buffers);
    }
  }

  @Override
  public void delete(String path) {
    beforeDelete.accept(path);
    files.delete(path);
  }
}
