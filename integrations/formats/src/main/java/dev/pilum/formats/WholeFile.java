package dev.pilum.formats;

import dev.pilum.storage.env.DiskFileStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: it is written beside its place, forced to the disk, and
 * moved there for good.
 */
final class WholeFile {
  private WholeFile() {}

  /** Writes what a file is to have. */
  @FunctionalInterface
  interface Content {
    /** Returns a count of what was written. */
    long writeTo(FileChannel channel) throws IOException;
  }

  /** Writes {@code file}, replacing one that is there, and returns what {@code content} returns. */
  static long write(Path file, Content content) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling(
            "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      long written = writePart(part, content);
      move(part, whole);
      DiskFileStore.open(whole.resolveSibling("")).forceDirectory("");
      return written;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static long writePart(Path part, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long written = content.writeTo(channel);
      channel.force(true);
      return written;
    }
  }

  private static void move(Path part, Path whole) throws IOException {
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
