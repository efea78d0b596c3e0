package dev.pilum.storage.env;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The files below one folder of another store, as a store of their own.
 *
 * @param whole the other store
 * @param folder path of the folder in it; whoever made it forces its name
 */
public record FolderStore(FileStore whole, String folder) implements FileStore {
  public FolderStore {
    StorePath.check(folder);
  }

  /** Returns the path in the other store. */
  public String wholePath(String path) {
    return path.isEmpty() ? folder : folder + "/" + path;
  }

  @Override
  public AppendFile create(String path) {
    return whole.create(wholePath(path));
  }

  @Override
  public ReadFile open(String path) {
    return whole.open(wholePath(path));
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    return whole.map(wholePath(path), lengthBytes, arena);
  }

  @Override
  public boolean exists(String path) {
    return whole.exists(wholePath(path));
  }

  @Override
  public boolean isDirectory(String path) {
    return whole.isDirectory(wholePath(path));
  }

  @Override
  public long length(String path) {
    return whole.length(wholePath(path));
  }

  @Override
  public List<String> list(String directory) {
    return whole.list(wholePath(directory));
  }

  @Override
  public void createDirectory(String directory) {
    whole.createDirectory(wholePath(directory));
  }

  @Override
  public void rename(String from, String to) {
    whole.rename(wholePath(from), wholePath(to));
  }

  @Override
  public boolean linkTo(String path, FileStore target, String targetPath) {
    return whole.linkTo(wholePath(path), target, targetPath);
  }

  @Override
  public void delete(String path) {
    whole.delete(wholePath(path));
  }

  @Override
  public void forceDirectory(String directory) {
    whole.forceDirectory(wholePath(directory));
  }

  @Override
  public FileLock lock(String path, String owner) {
    return whole.lock(wholePath(path), owner);
  }
}
