package dev.pilum.storage.env;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The files below one folder. Paths are relative to it, use {@code /}, and never hold {@code ..} or
 * a leading {@code /}.
 *
 * <p>Nothing is durable until forced: a file's bytes by {@link AppendFile#force()}, its name
 * (creation, rename, deletion) by {@link #forceDirectory}. Every method throws {@link
 * dev.pilum.storage.error.StorageFailure} when the disk says no; what has been written then is
 * unknown. Safe for use by many threads.
 */
public interface FileStore {
  /**
   * Creates an empty file for appending.
   *
   * @throws dev.pilum.storage.error.StorageFailure when it exists already, or its folder does not
   */
  AppendFile create(String path);

  /** Opens an existing file for reading at any position. */
  ReadFile open(String path);

  /**
   * Maps the first {@code lengthBytes} bytes of a file that nobody will change, read-only, for as
   * long as {@code arena} lives. The store may hand out a copy instead.
   *
   * @throws dev.pilum.storage.error.Corruption when the file is shorter than {@code lengthBytes}
   */
  MemorySegment map(String path, long lengthBytes, Arena arena);

  /** Returns whether a file or folder of this name exists. */
  boolean exists(String path);

  /** Returns whether there is a folder of this name. */
  boolean isDirectory(String path);

  /** Returns the file's length in bytes. */
  long length(String path);

  /**
   * Returns the names (without folder) of the files and folders right inside {@code directory},
   * sorted; empty when it is absent.
   */
  List<String> list(String directory);

  /**
   * Creates a folder and its parents where absent. Their names are durable after {@link
   * #forceDirectory} of each parent.
   */
  void createDirectory(String directory);

  /** Gives a file another name in one step, replacing a file that has it. */
  void rename(String from, String to);

  /**
   * Gives a file that nobody will change a second name, in this store or another, that shares its
   * bytes. The name is durable after {@link #forceDirectory} of its folder, the bytes if they were
   * before.
   *
   * @return whether it did; {@code false}, and nothing happened, when there is no such file, or
   *     these stores cannot share: then copy
   * @throws dev.pilum.storage.error.StorageFailure when {@code targetPath} exists already
   */
  default boolean linkTo(String path, FileStore target, String targetPath) {
    return false;
  }

  /** Deletes a file or an empty folder; does nothing when it is absent. */
  void delete(String path);

  /**
   * Makes creations, renames and deletions inside {@code directory} durable; {@code ""} is the root
   * folder.
   */
  void forceDirectory(String directory);

  /**
   * Takes the exclusive lock that {@code path} stands for, creating the file when absent, writing
   * {@code owner} into it for others to read. Held until the handle is closed or the process ends.
   *
   * @throws dev.pilum.storage.error.Conflict when somebody holds it, naming the owner as far as
   *     known
   */
  FileLock lock(String path, String owner);
}
