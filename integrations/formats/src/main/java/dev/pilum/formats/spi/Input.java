package dev.pilum.formats.spi;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where rows are read from: a file, which can be read again, or a stream, which cannot. What is
 * compressed by gzip is decompressed.
 */
public final class Input {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final @Nullable Path path;
  private final @Nullable InputStream stream;
  private final LongConsumer bytesRead;

  private Input(
      String name, @Nullable Path path, @Nullable InputStream stream, LongConsumer bytesRead) {
    this.name = name;
    this.path = path;
    this.stream = stream;
    this.bytesRead = bytesRead;
  }

  /** Returns a file. */
  public static Input of(Path path) {
    return new Input(String.valueOf(path.getFileName()), path, null, bytes -> {});
  }

  /** Returns what {@code stream} has still to give, called {@code name} in errors. */
  public static Input of(InputStream stream, String name) {
    return new Input(name, null, stream, bytes -> {});
  }

  /**
   * Returns the same, with {@code bytesRead} told how many bytes have been read, again and again.
   */
  public Input watchedBy(LongConsumer bytesRead) {
    return new Input(name, path, stream, bytesRead);
  }

  /** Returns the file's name without its folder. */
  public String name() {
    return name;
  }

  /** Returns the file, or {@code null}. */
  public @Nullable Path path() {
    return path;
  }

  /**
   * Returns the file.
   *
   * @throws InvalidRequest when this is a stream
   */
  public Path file() {
    Path file = path;
    if (file == null) {
      throw new InvalidRequest(
          name + " must be a file: it is not read from its beginning to its end");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidRequest("there is no file '" + file + "'; check the path");
    }
    return file;
  }

  /** Returns how many bytes the file has, or 0. */
  public long length() {
    return path == null ? 0 : path.toFile().length();
  }

  /** Opens it. A stream can be opened once. */
  public CountedStream open() {
    try {
      CountedStream counted = new CountedStream(raw(), bytesRead);
      BufferedInputStream buffered = new BufferedInputStream(counted, BUFFER_BYTES);
      buffered.mark(2);
      boolean zipped = buffered.read() == 0x1F && buffered.read() == 0x8B;
      buffered.reset();
      return counted.through(zipped ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Returns the error for what went wrong while reading. */
  public StorageFailure failure(IOException e) {
    return new StorageFailure(
        "cannot read '" + (path == null ? name : path) + "': " + e.getMessage(), e);
  }

  private InputStream raw() throws IOException {
    if (stream != null) {
      return stream;
    }
    assert path != null : "either of them";
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new InvalidRequest("there is no file '" + path + "'; check the path", e);
    }
  }
}
