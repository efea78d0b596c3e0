package dev.pilum.testkit.table;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Files where the next one created with some ending waits until the test says so. */
final class GatedFiles implements ForwardingFiles {
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

  @Override
  public FileStore files() {
    return files;
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
}
