package dev.pilum.formats;

import dev.pilum.formats.ImportPosition.Mark;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.text.JsonText;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were not imported, each a line of JSON with {@code line}, {@code reason} and {@code
 * text}. They are held back until the rows read together with them have been dealt with. An import
 * that goes on meets those of its earlier rows again, which count once. One thread at a time.
 */
final class RejectFile implements RejectedRows, AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long most;
  private final List<String> heldBack = new ArrayList<>();
  private long count;
  private boolean repeating;

  private RejectFile(Path path, FileChannel channel, long most, Mark kept) {
    this.path = path;
    this.channel = channel;
    this.most = most;
    this.count = kept.rejected();
    this.repeating = kept.rows() > 0;
  }

  /**
   * Opens the file, with nothing in it but what an interrupted import had put there for good.
   *
   * @param kept how far that import had come
   */
  static RejectFile open(Path path, long most, Mark kept) {
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(kept.rejectBytes()).position(Math.min(channel.size(), kept.rejectBytes()));
      return new RejectFile(path, channel, most, kept);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void take(String place, long line, String reason, String text, @Nullable Throwable cause) {
    if (!repeating && count + heldBack.size() >= most) {
      release();
      throw new InvalidRequest(
          "%s: %s; %d rows before it were rejected, which is as many as are allowed, see '%s'"
              .formatted(place, reason, count, path),
          cause);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", line);
    fields.put("reason", reason);
    fields.put("text", text);
    heldBack.add(JsonText.of(fields));
  }

  /** Forgets the rows held back: an earlier import has them. */
  void forget() {
    heldBack.clear();
  }

  /**
   * Writes the rows held back.
   *
   * @throws InvalidRequest when there are too many, which {@link #take} cannot tell while rows come
   *     again
   */
  void release() {
    repeating = false;
    if (count + heldBack.size() > most) {
      throw new InvalidRequest(
          "%d rows were rejected, more than the %d that are allowed; those before are in '%s'"
              .formatted(count + heldBack.size(), most, path));
    }
    if (heldBack.isEmpty()) {
      return;
    }
    ByteBuffer lines =
        ByteBuffer.wrap((String.join("\n", heldBack) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
    count += heldBack.size();
    heldBack.clear();
  }

  /** Forces what was written to the disk. */
  void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  long count() {
    return count;
  }

  long bytes() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static StorageFailure failure(Path path, IOException e) {
    return new StorageFailure("cannot write '" + path + "': " + e, e);
  }
}
