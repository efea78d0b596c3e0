package dev.pilum.cli.input;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a file, one after another. One thread at a time. */
public interface RowSource extends AutoCloseable {
  /**
   * Returns the next row's values by name, or {@code null} at the end.
   *
   * @throws InvalidRequest when the file cannot be understood, naming file and line
   */
  @Nullable Map<String, @Nullable Object> next();

  /** Returns where the row last returned stands, such as {@code corpus.jsonl, line 7}. */
  String place();

  /** Returns how many bytes of the file have been read so far, roughly. */
  long bytesRead();

  @Override
  void close();
}
