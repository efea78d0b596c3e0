package dev.pilum.formats;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the rows of a scan to a file that is there whole or not at all: rows go to a file of
 * another name beside it, which is forced to the disk and then takes its place.
 */
public final class Exports {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What is read from its beginning to its end, so that imports decompress it. */
  private static final Set<String> READ_ZIPPED = Set.of("arrow", "stream", "csv", "jsonl");

  private Exports() {}

  /** Writes to {@code file} in the format that its name ends with, and returns how many rows. */
  public static long write(Scan scan, Path file) {
    return write(scan, file, Formats.of(file), FormatOptions.DEFAULT);
  }

  /**
   * Writes to {@code file}, replacing one that is there, and returns how many rows. What a name
   * that ends in {@code .gz} stands for is compressed by gzip.
   *
   * @throws InvalidRequest when the format cannot hold the scan's columns, or is not read from
   *     compressed files
   * @throws StorageFailure when the disk says no; then {@code file} is what it was
   */
  public static long write(Scan scan, Path file, Format format, FormatOptions options) {
    boolean zipped = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gz");
    if (zipped && !READ_ZIPPED.contains(format.name())) {
      throw new InvalidRequest(
          "'%s': %s is not read from files compressed by gzip; leave .gz out"
              .formatted(file, format.name()));
    }
    try {
      return WholeFile.write(
          file,
          channel ->
              zipped
                  ? writeZipped(scan, channel, format, options)
                  : format.write(scan, channel, options));
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

  private static long writeZipped(
      Scan scan, WritableByteChannel target, Format format, FormatOptions options)
      throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(new LeftOpen(target), BUFFER_BYTES)) {
      return format.write(scan, Channels.newChannel(gzip), options);
    }
  }

  /** A channel as a stream; closing the stream leaves it open. */
  private static final class LeftOpen extends OutputStream {
    private final WritableByteChannel channel;

    LeftOpen(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }
}
