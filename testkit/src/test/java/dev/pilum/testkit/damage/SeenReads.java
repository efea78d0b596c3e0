package dev.pilum.testkit.damage;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import dev.pilum.storage.env.ReadFile;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** Files whose reader is seen: {@code seen} is told how many bytes are about to be read. */
record SeenReads(FileStore files, IntConsumer seen) implements ForwardingFiles {
  @Override
  public ReadFile open(String path) {
    ReadFile file = files.open(path);
    return new ReadFile() {
      @Override
      public void readFully(long offsetBytes, ByteBuffer target) {
        seen.accept(target.remaining());
        file.readFully(offsetBytes, target);
      }

      @Override
      public long lengthBytes() {
        return file.lengthBytes();
      }

      @Override
      public void close() {
        file.close();
      }
    };
  }
}
