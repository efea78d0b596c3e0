package dev.pilum.formats.vector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** The bytes of a file, read from the first to the last. One thread at a time. */
final class SequentialFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private SequentialFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a file for a reader, which closes it.
   *
   * @param reader makes the reader; when it throws the file is closed again
   */
  static <T> T open(Path path, Function<SequentialFile, T> reader) {
    SequentialFile file = open(path);
    boolean made = false;
    try {
      T reading = reader.apply(file);
      made = true;
      return reading;
    } finally {
      if (!made) {
        file.close();
      }
    }
  }

  private static SequentialFile open(Path path) {
    try {
      return new SequentialFile(path, FileChannel.open(path));
    } catch (NoSuchFileException e) {
      throw new InvalidRequest("there is no file '" + path + "'; check the path", e);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Returns where the file is. */
  Path path() {
    return path;
  }

  /** Returns its length. */
  long lengthBytes() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Has the next read begin at a place of the file. */
  void goTo(long offsetBytes) {
    try {
      channel.position(offsetBytes);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Returns the next {@code count} bytes, little endian; fewer where the file ends before. */
  ByteBuffer next(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // channels may give less than there is
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
    return bytes.flip();
  }

  /** Returns the error to throw when the file cannot be read. */
  StorageFailure failure(String why) {
    return new StorageFailure("cannot read '" + path + "': " + why);
  }

  private static StorageFailure failure(Path path, IOException e) {
    return new StorageFailure("cannot read '" + path + "': " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }
}
