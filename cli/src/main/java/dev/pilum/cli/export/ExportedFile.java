package dev.pilum.cli.export;

import dev.pilum.Scan;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: rows go to a file of another name beside it, which is
 * forced to the disk and then takes its place.
 */
public final class ExportedFile {
  private ExportedFile() {}

  /**
   * Writes the rows of a scan to {@code file}, replacing one that is there, and returns how many.
   *
   * @throws StorageFailure when the disk says no; then {@code file} is what it was
   */
  public static long write(Scan scan, ExportForm form, Path file) {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling(
            "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try {
        long rows = writePart(scan, form, part);
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

  private static long writePart(Scan scan, ExportForm form, Path part) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream target = Channels.newOutputStream(channel)) {
      long rows = form.write(scan, target);
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
