package dev.pilum.formats.text;

import dev.pilum.formats.spi.CountedStream;
import dev.pilum.formats.spi.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A UTF-8 text read line by line. One thread at a time. */
final class Lines implements AutoCloseable {
  /** A line that is longer is no row: the largest rows, of vectors, are a tenth of it. */
  static final int MAX_LINE_BYTES = 64 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER_BYTES = 1 << 16;

  private final Input input;
  private final CountedStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private final Deque<Line> returned = new ArrayDeque<>();
  private int start;
  private int limit;
  private long number;

  private Lines(Input input) {
    this.input = input;
    this.stream = input.open();
  }

  static Lines open(Input input) {
    return new Lines(input);
  }

  /** Returns the next line, or {@code null} behind the last. */
  @Nullable Line next() {
    if (!returned.isEmpty()) {
      return returned.pop();
    }
    try {
      return read();
    } catch (IOException e) {
      throw input.failure(e);
    }
  }

  /** Takes back a line, so that it is the next one. */
  void giveBack(Line line) {
    returned.push(line);
  }

  String name() {
    return input.name();
  }

  String place(long line) {
    return input.name() + ", line " + line;
  }

  long bytesRead() {
    return stream.bytes();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw input.failure(e);
    }
  }

  private @Nullable Line read() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    while (true) {
      if (start == limit && !fill()) {
        return parts.size() == 0 ? null : line(parts.toByteArray(), 0, parts.size(), "");
      }
      int end = lineFeed();
      if (end < limit) {
        Line line = ended(parts, end);
        start = end + 1;
        return line;
      }
      if (parts.size() + (end - start) > MAX_LINE_BYTES) {
        return tooLong();
      }
      parts.write(buffer, start, end - start);
      start = end;
    }
  }

  private Line ended(ByteArrayOutputStream parts, int end) {
    if (parts.size() == 0) {
      return line(buffer, start, end, "\n");
    }
    parts.write(buffer, start, end - start);
    return line(parts.toByteArray(), 0, parts.size(), "\n");
  }

  private int lineFeed() {
    int at = start;
    while (at < limit && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private Line tooLong() throws IOException {
    while (lineFeed() == limit && fill()) {
      assert start == 0;
    }
    start = Math.min(limit, lineFeed() + 1);
    return new Line(++number, "", "\n", "longer than " + MAX_LINE_BYTES + " bytes");
  }

  private boolean fill() throws IOException {
    start = 0;
    limit = Math.max(0, stream.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private Line line(byte[] bytes, int from, int to, String feed) {
    boolean returns = to > from && bytes[to - 1] == '\r' && !feed.isEmpty();
    int length = to - from - (returns ? 1 : 0);
    String end = returns ? "\r\n" : feed;
    number++;
    try {
      String text = utf8.decode(ByteBuffer.wrap(bytes, from, length)).toString();
      boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return new Line(number, marked ? text.substring(1) : text, end, null);
    } catch (CharacterCodingException e) {
      String text = new String(bytes, from, length, StandardCharsets.UTF_8);
      return new Line(number, text, end, "not UTF-8; convert the file to UTF-8");
    }
  }
}
