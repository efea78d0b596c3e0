package dev.pilum.storage.env;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The files of another store, but for what is overridden: for whoever counts, delays or fails some
 * operations. {@link #linkTo} is not passed on and answers {@code false}, so that a file that would
 * get a second name is copied, through {@link #create}, where it is seen.
 */
public interface ForwardingFiles extends FileStore {
  /** Returns the other store, the same one each time. */
  FileStore files();

  @Override
  default AppendFile create(String path) {
    return files().create(path);
  }

  @Override
  default ReadFile open(String path) {
    return files().open(path);
  }

  @Override
  default MemorySegment map(String path, long lengthBytes, Arena arena) {
    return files().map(path, lengthBytes, arena);
  }

  @Override
  default boolean exists(String path) {
    return files().exists(path);
  }

  @Override
  default boolean isDirectory(String path) {
    return files().isDirectory(path);
  }

  @Override
  default long length(String path) {
    return files().length(path);
  }

  @Override
  default List<String> list(String directory) {
    return files().list(directory);
  }

  @Override
  default void createDirectory(String directory) {
    files().createDirectory(directory);
  }

  @Override
  default void rename(String from, String to) {
    files().rename(from, to);
  }

  @Override
  default void delete(String path) {
    files().delete(path);
  }

  @Override
  default void forceDirectory(String directory) {
    files().forceDirectory(directory);
  }

  @Override
  default FileLock lock(String path, String owner) {
    return files().lock(path, owner);
  }
}
