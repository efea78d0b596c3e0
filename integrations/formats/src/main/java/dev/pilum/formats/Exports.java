package dev.pilum.formats;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes the rows of a scan to a file that is there whole or not at all: rows go to a file of
 * another name beside it, which is forced to the disk and then takes its place. One batch of rows
 * is in memory.
 */
public final class Exports {
  private Exports() {}

  /** Writes to {@code file} in the format that its name ends with, and returns how many rows. */
  public static long write(Scan scan, Path file) {
    return write(scan, file, Formats.of(file), FormatOptions.DEFAULT);
  }

  /**
   * Writes to {@code file}, replacing one that is there, and returns how many rows.
   *
   * @throws InvalidRequest when the format cannot hold the scan's columns
   * @throws StorageFailure when the disk says no; then {@code file} is what it was
   */
  public static long write(Scan scan, Path file, Format format, FormatOptions options) {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling(
            "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try {
        long rows = writePart(scan, part, format, options);
        move(part, whole);
        return rows;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (NoSuchFileException e) {
      throw new InvalidRequest(
          "there is no folder '" + whole.getParent() + "' to write to; create it", e);
    } catch (IOException e) {
      throw new StorageFailure("cannot write '" + file + "': " + e, e);
    }
  }

  /** Writes to a channel, which is left open, and returns how many rows. */
  public static long write(
      Scan scan, WritableByteChannel target, Format format, FormatOptions options) {
    try {
      return format.write(scan, target, options);
    } catch (IOException e) {
      throw new StorageFailure("cannot write: " + e.getMessage(), e);
    }
  }

  private static long writePart(Scan scan, Path part, Format format, FormatOptions options)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long rows = format.write(scan, channel, options);
      channel.force(true);
      return rows;
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
