package dev.pilum.formats.spi;

import dev.pilum.storage.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one input from first to last, batch by batch. The same input with the same options
 * comes in the same batches, so that an import can go on where an earlier one stopped. One thread
 * at a time.
 */
public interface RowReader extends AutoCloseable {
  /** Returns the columns that each batch has, with names that a table accepts. */
  List<Field> fields();

  /**
   * Returns the next rows, about 4 MiB of them or fewer, or {@code null} when there are no more.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a row cannot be read and nobody takes
   *     rejected ones, naming its place
   */
  @Nullable ReadBatch next();

  /**
   * Returns whether a list is known to be no vector: where types were learned from the rows, or the
   * input was once a table.
   */
  default boolean tellsListsFromVectors() {
    return false;
  }

  /** Returns how many rows there are in all, or -1 where only the end will tell. */
  long rowCount();

  /** Returns how many bytes of the input have been read so far, roughly. */
  long bytesRead();

  /** Returns what users should know of how the input is read, such as columns with new names. */
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
