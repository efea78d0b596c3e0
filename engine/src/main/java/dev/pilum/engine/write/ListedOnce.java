package dev.pilum.engine.write;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that nobody changes but through this: each folder is listed once, until a name is made,
 * changed or deleted. An opening asks for the same four folders a dozen times, and to list one
 * costs as much as to read a file. One thread.
 */
final class ListedOnce implements ForwardingFiles {
  private final FileStore files;
  private final Map<String, List<String>> known = new HashMap<>();

  /** Knows nothing yet of {@code files}. */
  ListedOnce(FileStore files) {
    this.files = files;
  }

  @Override
  public FileStore files() {
    return files;
  }

  @Override
  public List<String> list(String directory) {
    List<String> names = known.get(directory);
    if (names == null) {
      names = files.list(directory);
      known.put(directory, names);
    }
    return names;
  }

  @Override
  public AppendFile create(String path) {
    known.clear();
    return files.create(path);
  }

  @Override
  public void createDirectory(String directory) {
    known.clear();
    files.createDirectory(directory);
  }

  @Override
  public void rename(String from, String to) {
    known.clear();
    files.rename(from, to);
  }

  @Override
  public boolean linkTo(String path, FileStore target, String targetPath) {
    known.clear();
    return files.linkTo(path, target, targetPath);
  }

  @Override
  public void delete(String path) {
    known.clear();
    files.delete(path);
  }
}
