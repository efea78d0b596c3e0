package dev.pilum.storage.env;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The access rights that new files and folders get: the owner's alone, where the file system knows
 * such rights.
 */
final class DiskModes {
  private final boolean posix;

  private DiskModes(boolean posix) {
    this.posix = posix;
  }

  static DiskModes of(Path folder) {
    return new DiskModes(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  FileAttribute<?>[] forFiles() {
    return attributes("rw-------");
  }

  FileAttribute<?>[] forFolders() {
    return attributes("rwx------");
  }

  private FileAttribute<?>[] attributes(String rights) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
