package dev.pilum.testkit.sim;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Files whose every operation lets other {@link SimulatedThreads} go on, before it and after it,
 * and takes its time where the disk is slow.
 */
final class ScheduledFiles implements FileStore {
  private final FileStore files;
  private final SimulatedThreads threads;
  private final SplittableRandom random;
  private final long slowestNanos;

  /**
   * Wraps {@code files}.
   *
   * @param slowestNanos how long a force, the slowest operation, may take; others take a tenth; 0
   *     when nothing takes time
   */
  ScheduledFiles(FileStore files, SimulatedThreads threads, long seed, long slowestNanos) {
    this.files = files;
    this.threads = threads;
    this.random = new SplittableRandom(seed);
    this.slowestNanos = slowestNanos;
  }

  @Override
  public AppendFile create(String path) {
    before(slowestNanos / 10);
    AppendFile created = files.create(path);
    return after(new Appending(created));
  }

  @Override
  public ReadFile open(String path) {
    before(0);
    ReadFile opened = files.open(path);
    return after(new Reading(opened));
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    before(0);
    return after(files.map(path, lengthBytes, arena));
  }

  @Override
  public boolean exists(String path) {
    before(0);
    return after(files.exists(path));
  }

  @Override
  public boolean isDirectory(String path) {
    before(0);
    return after(files.isDirectory(path));
  }

  @Override
  public long length(String path) {
    before(0);
    return after(files.length(path));
  }

  @Override
  public List<String> list(String directory) {
    before(0);
    return after(files.list(directory));
  }

  @Override
  public void createDirectory(String directory) {
    before(slowestNanos / 10);
    files.createDirectory(directory);
    threads.pause();
  }

  @Override
  public void rename(String from, String to) {
    before(slowestNanos / 10);
    files.rename(from, to);
    threads.pause();
  }

  @Override
  public void delete(String path) {
    before(slowestNanos / 10);
    files.delete(path);
    threads.pause();
  }

  @Override
  public void forceDirectory(String directory) {
    before(slowestNanos);
    files.forceDirectory(directory);
    threads.pause();
  }

  @Override
  public FileLock lock(String path, String owner) {
    before(0);
    return after(files.lock(path, owner));
  }

  private void before(long mostNanos) {
    if (mostNanos > 0) {
      threads.sleep(random.nextLong(mostNanos));
    } else {
      threads.pause();
    }
  }

  private <T> T after(T result) {
    threads.pause();
    return result;
  }

  private final class Appending implements AppendFile {
    private final AppendFile file;

    Appending(AppendFile file) {
      this.file = file;
    }

    @Override
    public void append(ByteBuffer... buffers) {
      before(slowestNanos / 10);
      file.append(buffers);
      threads.pause();
    }

    @Override
    public void reserve(long bytes) {
      before(slowestNanos / 10);
      file.reserve(bytes);
      threads.pause();
    }

    @Override
    public void force() {
      before(slowestNanos);
      file.force();
      threads.pause();
    }

    @Override
    public long lengthBytes() {
      return file.lengthBytes();
    }

    @Override
    public void close() {
      file.close();
    }
  }

  private final class Reading implements ReadFile {
    private final ReadFile file;

    Reading(ReadFile file) {
      this.file = file;
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) {
      before(0);
      file.readFully(offsetBytes, target);
      threads.pause();
    }

    @Override
    public long lengthBytes() {
      return file.lengthBytes();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
