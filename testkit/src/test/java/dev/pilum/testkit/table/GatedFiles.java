package dev.pilum.testkit.table;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Files where the next one created with some ending waits until the test says so. */
final class GatedFiles implements FileStore {
  private final FileStore files;
  private final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();

  /** Where a thread waits. */
  static final class Gate {
    private final String ending;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private Gate(String ending) {
      this.ending = ending;
    }

    /** Returns once a thread waits here. */
    void awaitArrival() throws InterruptedException {
      reached.await();
    }

    /** Lets it go on. */
    void open() {
      opened.countDown();
    }

    private void pass() {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  GatedFiles(FileStore files) {
    this.files = files;
  }

  /** Makes a gate for whoever next creates a file whose path ends so. */
  Gate gateAt(String ending) {
    Gate made = new Gate(ending);
    gate.set(made);
    return made;
  }

  @Override
  public AppendFile create(String path) {
    Gate there = gate.get();
    if (there != null && path.endsWith(there.ending) && gate.compareAndSet(there, null)) {
      there.pass();
    }
    return files.create(path);
  }

  @Override
  public ReadFile open(String path) {
    return files.open(path);
  }

  @Override
  public MemorySegment map(String path, long lengthBytes, Arena arena) {
    return files.map(path, lengthBytes, arena);
  }

  @Override
  public boolean exists(String path) {
    return files.exists(path);
  }

  @Override
  public boolean isDirectory(String path) {
    return files.isDirectory(path);
  }

  @Override
  public long length(String path) {
    return files.length(path);
  }

  @Override
  public List<String> list(String directory) {
    return files.list(directory);
  }

  @Override
  public void createDirectory(String directory) {
    files.createDirectory(directory);
  }

  @Override
  public void rename(String from, String to) {
    files.rename(from, to);
  }

  @Override
  public void delete(String path) {
    files.delete(path);
  }

  @Override
  public void forceDirectory(String directory) {
    files.forceDirectory(directory);
  }

  @Override
  public FileLock lock(String path, String owner) {
    return files.lock(path, owner);
  }
}
