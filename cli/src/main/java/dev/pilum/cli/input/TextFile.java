package dev.pilum.cli.input;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A UTF-8 text file read line by line, that knows where it is. One thread at a time. */
final class TextFile implements AutoCloseable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private final BufferedReader reader;
  private long line;
  private long charsRead;

  private TextFile(Path path, BufferedReader reader) {
    this.path = path;
    this.reader = reader;
  }

  static TextFile open(Path path) {
    try {
      return new TextFile(path, Files.newBufferedReader(path, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new InvalidRequest("there is no file '" + path + "'; check the path", e);
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + path + "': " + e.getMessage(), e);
    }
  }

  /** Returns the next line without its end, or {@code null} behind the last. */
  @Nullable String nextLine() {
    try {
      String text = reader.readLine();
      if (text == null) {
        return null;
      }
      line++;
      charsRead += text.length() + 1;
      return line == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK
          ? text.substring(1)
          : text;
    } catch (CharacterCodingException e) {
      throw new InvalidRequest(
          "%s, after line %d: not UTF-8; convert the file to UTF-8".formatted(path, line), e);
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + path + "': " + e.getMessage(), e);
    }
  }

  /** Returns the number of the line last returned, from 1. */
  long line() {
    return line;
  }

  String place(long ofLine) {
    return path.getFileName() + ", line " + ofLine;
  }

  long charsRead() {
    return charsRead;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new StorageFailure("cannot close '" + path + "': " + e.getMessage(), e);
    }
  }
}
