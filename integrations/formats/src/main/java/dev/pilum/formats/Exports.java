package dev.pilum.formats;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Writes the rows of a scan to a file that is there whole or not at all: rows go to a file of
 * another name beside it, which is forced to the disk and then takes its place.
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
    try {
      return WholeFile.write(file, channel -> format.write(scan, channel, options));
    } catch (NoSuchFileException e) {
      throw new InvalidRequest(
          "there is no folder '" + file.toAbsolutePath().getParent() + "' to write to; create it",
          e);
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
}
