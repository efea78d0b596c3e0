package dev.pilum.formats.spi;

import dev.pilum.Scan;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A form that files of rows have. Those that are not Pilum's own are found by {@link
 * java.util.ServiceLoader}. Safe for use by many threads.
 */
public interface Format {
  /** Returns what users call it, in lower case, such as {@code parquet}. */
  String name();

  /** Returns what names of such files end with, in lower case, such as {@code .parquet}. */
  List<String> endings();

  /**
   * Opens an input for reading from its start.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when it is no such file, or a row of it cannot
   *     be read and {@code rejected} does not take it
   * @throws dev.pilum.storage.error.StorageFailure when reading fails
   */
  RowReader open(Input input, FormatOptions options, RejectedRows rejected);

  /**
   * Writes the rows of a scan, with one batch of them in memory, and returns how many.
   *
   * @param target left open
   * @throws dev.pilum.storage.error.InvalidRequest when such files cannot hold these columns
   */
  long write(Scan scan, WritableByteChannel target, FormatOptions options) throws IOException;
}
