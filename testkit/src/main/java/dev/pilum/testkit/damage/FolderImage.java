package dev.pilum.testkit.damage;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.env.StorePath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All files of a database folder as they were at one moment, by path. Immutable. */
public final class FolderImage {
  private final Map<String, byte[]> files;

  private FolderImage(Map<String, byte[]> files) {
    this.files = files;
  }

  /** Reads every file below the root of {@code store} but those that a process has locked. */
  public static FolderImage of(FileStore store) {
    Map<String, byte[]> files = new TreeMap<>();
    collect(store, "", files);
    return new FolderImage(files);
  }

  private static void collect(FileStore store, String folder, Map<String, byte[]> files) {
    for (String name : store.list(folder)) {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if (store.isDirectory(path)) {
        collect(store, path, files);
      } else {
        files.put(path, read(store, path));
      }
    }
  }

  static byte[] read(FileStore store, String path) {
    try (ReadFile file = store.open(path)) {
      byte[] bytes = new byte[(int) file.lengthBytes()];
      file.readFully(0, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  /** Returns the paths of the files, sorted. */
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /** Returns the bytes of a file that is there; nobody may change them. */
  public byte[] bytes(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new IllegalArgumentException("no file '" + path + "'");
    }
    return bytes;
  }

  /** Writes and forces all files into an empty store. */
  public void writeTo(FileStore store) {
    files.forEach((path, bytes) -> {
      String folder = StorePath.parent(path);
      if (!folder.isEmpty()) {
        store.createDirectory(folder);
      }
      write(store, path, bytes);
      for (String at = path; !at.isEmpty(); at = StorePath.parent(at)) {
        store.forceDirectory(StorePath.parent(at));
      }
    });
  }

  /** Puts {@code bytes}, durably, in the place of a file that is there. */
  public static void replace(FileStore store, String path, byte[] bytes) {
    store.delete(path);
    write(store, path, bytes);
    store.forceDirectory(StorePath.parent(path));
  }

  private static void write(FileStore store, String path, byte[] bytes) {
    try (AppendFile file = store.create(path)) {
      file.append(ByteBuffer.wrap(bytes));
      file.force();
    }
  }
}
