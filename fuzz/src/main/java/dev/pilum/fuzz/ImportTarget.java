package dev.pilum.fuzz;

import dev.pilum.formats.Formats;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be imported, read to its end; rows that cannot be read are left out. */
final class ImportTarget implements Target {
  private final Format format;
  private final Path file;

  /** Makes a temporary file, which holds the newest input. */
  ImportTarget(String format) {
    this.format = Formats.named(format);
    try {
      this.file = Files.createTempFile("fuzz", this.format.endings().getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.toFile().deleteOnExit();
  }

  @Override
  public void parse(byte[] input) {
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (RowReader rows =
        format.open(
            Input.of(file), FormatOptions.DEFAULT, (place, line, reason, text, cause) -> {})) {
      ReadBatch batch = rows.next();
      while (batch != null) {
        batch = rows.next();
      }
    } catch (StorageFailure e) {
      if (!isZipped(input)) {
        throw e;
      }
    }
  }

  /** A stream of gzip that breaks is a file that cannot be read. */
  private static boolean isZipped(byte[] input) {
    return input.length > 1 && input[0] == 0x1F && input[1] == (byte) 0x8B;
  }
}
