package dev.pilum.engine.write;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingAppendFile;
import dev.pilum.storage.env.ForwardingFiles;
import java.nio.ByteBuffer;

/**
 * The files of a table, where whoever writes a segment gives way to others every few pages: flushes
 * and merges are long, and a search must not wait for a core until a time slice ends. Logs are
 * written as ever, for a commit waits for them.
 *
 * @param env whose files they are
 * @param logDirectory where logs are
 */
record YieldingFiles(Env env, String logDirectory) implements ForwardingFiles {
  /** A part of a file that is written at once. */
  private static final int BYTES_BETWEEN = 1 << 16;

  @Override
  public FileStore files() {
    return env.files();
  }

  @Override
  public boolean linkTo(String path, FileStore target, String targetPath) {
    return files().linkTo(path, target, targetPath);
  }

  @Override
  public AppendFile create(String path) {
    AppendFile file = files().create(path);
    return path.startsWith(logDirectory) ? file : new YieldingFile(file, env);
  }

  private static final class YieldingFile implements ForwardingAppendFile {
    private final AppendFile file;
    private final Env env;
    private long nextStop = BYTES_BETWEEN;

    YieldingFile(AppendFile file, Env env) {
      this.file = file;
      this.env = env;
    }

    @Override
    public AppendFile file() {
      return file;
    }

    /** Writes much a part at a time. */
    @Override
    public void append(ByteBuffer... buffers) {
      long bytes = 0;
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
      }
      if (bytes <= BYTES_BETWEEN) {
        file.append(buffers);
        giveWay();
        return;
      }
      for (ByteBuffer buffer : buffers) {
        appendParts(buffer);
      }
    }

    private void appendParts(ByteBuffer buffer) {
      int end = buffer.limit();
      while (buffer.hasRemaining()) {
        buffer.limit(Math.min(end, buffer.position() + BYTES_BETWEEN));
        file.append(buffer);
        buffer.limit(end);
        giveWay();
      }
    }

    private void giveWay() {
      if (file.lengthBytes() >= nextStop) {
        nextStop = file.lengthBytes() + BYTES_BETWEEN;
        env.giveWay();
      }
    }
  }
}
