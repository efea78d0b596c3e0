package dev.pilum.storage.env;

import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files below one real folder. New folders get mode 0700 and new files 0600 where the system
 * knows such modes. A symbolic link that leads out of the folder is refused with {@link
 * InvalidRequest}, as is a path that {@link StorePath} refuses; whether a folder is one is looked
 * at when something in it is first read. An interrupt never disturbs a file: the flag is put up
 * again after the call.
 *
 * <p>Where the system cannot force a folder (Windows), {@link #forceDirectory} does nothing: there,
 * names are the file system's journal's business.
 */
public final class DiskFileStore implements FileStore {
  private final Path root;
  private final DiskModes modes;

  /**
   * Folders that were found to lie where their names say, behind no link. To ask the system for the
   * real path of a file takes half the time of opening it.
   */
  private final Set<String> plainFolders = ConcurrentHashMap.newKeySet();

  private DiskFileStore(Path realRoot) {
    this.root = realRoot;
    this.modes = DiskModes.of(realRoot);
  }

  /**
   * Opens an existing folder.
   *
   * @throws dev.pilum.storage.error.StorageFailure when it does not exist
   */
  public static DiskFileStore open(Path folder) {
    return new DiskFileStore(realPath(folder));
  }

  /**
   * Opens a folder, first creating it and its parents where absent; the new names are durable when
   * this returns.
   */
  public static DiskFileStore create(Path folder) {
    DiskCall.run(
        "create folder",
        folder.toString(),
        () -> createFolders(folder.toAbsolutePath().normalize(), DiskModes.of(folder)));
    return open(folder);
  }

  @Override
  public AppendFile create(String path) {
    return DiskCall.call("create", path, () -> DiskAppendFile.create(path, resolve(path), modes));
  }

  @Override
  public ReadFile open(String path) {
    return DiskCall.call(
        "open",
        path,
        new DiskCall.Action<ReadFile>() {
          @Override
          public ReadFile run() throws IOException {
            return new DiskReadFile(path, resolveToRead(path));
          }
        });
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    return DiskCall.call(
        "map",
        path,
        new DiskCall.Action<MemorySegment>() {
          @Override
          public MemorySegment run() throws IOException {
            return mapOnce(path, lengthBytes, arena);
          }
        });
  }

  @Override
  public boolean exists(String path) {
    return DiskCall.call(
        "look up",
        path,
        new DiskCall.Action<Boolean>() {
          @Override
          public Boolean run() throws IOException {
            return Files.exists(resolveToRead(path));
          }
        });
  }

  @Override
  public boolean isDirectory(String path) {
    return DiskCall.call("look up", path, () -> Files.isDirectory(resolve(path)));
  }

  @Override
  public long length(String path) {
    return DiskCall.call(
        "read the length of",
        path,
        new DiskCall.Action<Long>() {
          @Override
          public Long run() throws IOException {
            return Files.size(resolveToRead(path));
          }
        });
  }

  @Override
  public List<String> list(String directory) {
    return DiskCall.call(
        "list",
        directory,
        new DiskCall.Action<List<String>>() {
          @Override
          public List<String> run() throws IOException {
            StorePath.checkDirectory(directory);
            return listNow(isPlain(directory) ? at(directory) : resolveDirectory(directory));
          }
        });
  }

  @Override
  public void createDirectory(String directory) {
    DiskCall.run(
        "create folder",
        directory,
        () -> Files.createDirectories(resolveDirectory(directory), modes.forFolders()));
  }

  @Override
  public void rename(String from, String to) {
    plainFolders.clear();
    DiskCall.run(
        "rename to '" + to + "'",
        from,
        () -> Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public boolean linkTo(String path, FileStore target, String targetPath) {
    return switch (target) {
      case FolderStore folder -> linkTo(path, folder.whole(), folder.wholePath(targetPath));
      case DiskFileStore other ->
          DiskCall.call("link", targetPath, () -> link(resolve(path), other.resolve(targetPath)));
      default -> false;
    };
  }

  @Override
  public void delete(String path) {
    plainFolders.remove(path);
    DiskCall.run("delete", path, () -> Files.deleteIfExists(resolve(path)));
  }

  @Override
  public void forceDirectory(String directory) {
    DiskCall.run("force folder", directory, () -> forceFolder(resolveDirectory(directory)));
  }

  @Override
  public FileLock lock(String path, String owner) {
    Path parent = DiskCall.call("lock", path, () -> realParent(path));
    return DiskLock.take(path, parent.resolve(StorePath.name(path)), owner, modes);
  }

  /** Returns the folder's real path. */
  @Override
  public String toString() {
    return root.toString();
  }

  private static Path realPath(Path folder) {
    return DiskCall.call(
        "open folder",
        folder.toString(),
        new DiskCall.Action<Path>() {
          @Override
          public Path run() throws IOException {
            return folder.toRealPath();
          }
        });
  }

  private Path realParent(String path) throws IOException {
    inside(path);
    return resolveDirectory(StorePath.parent(path)).toRealPath();
  }

  private MemorySegment mapOnce(String path, long lengthBytes, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(resolveToRead(path), StandardOpenOption.READ)) {
      if (channel.size() < lengthBytes) {
        throw new Corruption(
            path, channel.size(), "at least " + lengthBytes + " bytes", channel.size() + " bytes");
      }
      return channel.map(MapMode.READ_ONLY, 0, lengthBytes, arena);
    }
  }

  private static List<String> listNow(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (NotDirectoryException e) {
      if (Files.exists(folder)) {
        throw e;
      }
      return List.of(); // what should be its parent is a file
    }
    names.sort(null);
    return List.copyOf(names);
  }

  /** Another file system, or one without links, is no error; a full one is found by copying. */
  private static boolean link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static void createFolders(Path folder, DiskModes modes) throws IOException {
    Path parent = folder.getParent();
    if (parent == null || Files.isDirectory(folder)) {
      return;
    }
    createFolders(parent, modes);
    Files.createDirectories(folder, modes.forFolders());
    forceFolder(parent);
  }

  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path resolveDirectory(String directory) throws IOException {
    StorePath.checkDirectory(directory);
    return directory.isEmpty() ? root : resolve(directory);
  }

  /**
   * Returns where {@code path} is, having refused a lock that is held: opening and closing it would
   * give the lock up.
   */
  private Path resolve(String path) throws IOException {
    return unlocked(path, inside(path));
  }

  /** As {@link #resolve}; in a folder that was looked at only the file itself may be a link. */
  private Path resolveToRead(String path) throws IOException {
    if (!isPlain(StorePath.parent(StorePath.check(path)))) {
      return resolve(path);
    }
    Path file = at(path);
    return Files.isSymbolicLink(file) ? resolve(path) : unlocked(path, file);
  }

  private static Path unlocked(String path, Path file) {
    if (DiskLock.holds(file)) {
      throw new Conflict(
          "'%s' is a lock that this process holds; nobody may touch it".formatted(path));
    }
    return file;
  }

  /** Returns whether there is a folder, whose name was checked, and no link on the way to it. */
  private boolean isPlain(String directory) throws IOException {
    if (directory.isEmpty() || plainFolders.contains(directory)) {
      return true;
    }
    boolean plain = deepestExisting(directory).equals(at(directory));
    if (plain) {
      plainFolders.add(directory);
    }
    return plain;
  }

  private Path at(String path) {
    return path.isEmpty() ? root : root.resolve(path);
  }

  private Path inside(String path) throws IOException {
    Path file = root.resolve(StorePath.check(path));
    if (!deepestExisting(path).startsWith(root)) {
      throw new InvalidRequest(
          "path '%s' is a link that leaves the folder '%s'; remove the link".formatted(path, root));
    }
    return file;
  }

  /**
   * Returns where the longest beginning of {@code path} that exists really is; what is deleted
   * meanwhile does not exist.
   */
  private Path deepestExisting(String path) throws IOException {
    String existing = path;
    while (!existing.isEmpty()) {
      Path file = root.resolve(existing);
      try {
        return file.toRealPath();
      } catch (FileSystemException e) {
        if (Files.exists(file)) {
          throw e;
        }
      }
      if (Files.isSymbolicLink(file)) {
        throw new InvalidRequest("path '%s' is a link to nowhere; remove the link".formatted(path));
      }
      existing = StorePath.parent(existing);
    }
    return root;
  }
}
