package dev.pilum.fts.store;

import dev.pilum.storage.env.AppendFile;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.lucene.store.OutputStreamIndexOutput;

/** A file being written as Lucene writes one. Not forced. One thread. */
final class FileOutput extends OutputStreamIndexOutput {
  /** As large as Lucene's own for files on a disk. */
  private static final int BUFFER_BYTES = 16_384;

  FileOutput(String path, String name, AppendFile file) {
    super("FileOutput(" + path + ")", name, new Stream(file), BUFFER_BYTES);
  }

  private static final class Stream extends OutputStream {
    private final AppendFile file;

    Stream(AppendFile file) {
      this.file = file;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      file.append(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
