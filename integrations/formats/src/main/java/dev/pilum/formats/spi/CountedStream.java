package dev.pilum.formats.spi;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that knows how many bytes have been taken out of the file below. One thread. */
public final class CountedStream extends FilterInputStream {
  private final CountedStream counter;
  private final LongConsumer listener;
  private long bytes;

  CountedStream(InputStream in, LongConsumer listener) {
    super(in);
    this.counter = this;
    this.listener = listener;
  }

  private CountedStream(InputStream in, CountedStream counter) {
    super(in);
    this.counter = counter;
    this.listener = bytes -> {};
  }

  /** Returns {@code in}, which takes its bytes from this one, with the count of this one. */
  CountedStream through(InputStream in) {
    return new CountedStream(in, this);
  }

  /** Returns how many bytes of the file have been taken. */
  public long bytes() {
    return counter.bytes;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    bytes += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    bytes += Math.max(0, count);
    listener.accept(bytes);
    return count;
  }
}
