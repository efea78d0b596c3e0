package dev.pilum.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why it took no more, which a {@link java.io.PrintWriter} keeps to
 * itself. One thread at a time.
 */
final class ResultStream extends OutputStream {
  private final OutputStream target;
  private @Nullable IOException failure;

  ResultStream(OutputStream target) {
    this.target = target;
  }

  /** Returns what went wrong first, or {@code null} when everything has been taken. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }
}
