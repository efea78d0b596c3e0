package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFileStoreTest extends FileStoreContract {
  @TempDir Path folder;
  private int stores;

  @Override
  protected FileStore newStore() {
    return DiskFileStore.create(folder.resolve("a/store" + stores++));
  }

  @Test
  void anAbsentFolderIsNotCreatedByOpening() {
    assertThatThrownBy(() -> DiskFileStore.open(folder.resolve("nix")))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("nix");
    assertThat(folder.resolve("nix")).doesNotExist();
  }

  @Test
  void onlyTheOwnerMayReadFilesAndFolders() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "skipped: the file system knows no owner's rights");
    FileStore store = DiskFileStore.create(folder.resolve("db"));
    store.createDirectory("t/wal");
    store.create("t/wal/a").close();
    store.lock("LOCK", "me").close();
    for (String path : new String[] {"db", "db/t", "db/t/wal"}) {
      assertThat(rights(path)).as(path).isEqualTo("rwx------");
    }
    assertThat(rights("db/t/wal/a")).isEqualTo("rw-------");
    assertThat(rights("db/LOCK")).isEqualTo("rw-------");
  }

  @Test
  void linksThatLeaveTheFolderAreRefusedAndThoseInsideAreFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    Path root = Files.createDirectory(folder.resolve("db"));
    assumeTrue(mayLink(root.resolve("out"), secret), "skipped: no symbolic links may be made here");
    Files.createSymbolicLink(root.resolve("up"), folder);
    Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("nix"));
    Files.createDirectory(root.resolve("real"));
    Files.createSymbolicLink(root.resolve("inside"), root.resolve("real"));
    FileStore store = DiskFileStore.open(root);
    for (String path : new String[] {"out", "up/secret", "up/new", "dangling"}) {
      assertThatThrownBy(() -> store.open(path))
          .as(path)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("link");
      assertThatThrownBy(() -> store.create(path))
          .as(path)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("link");
    }
    store.create("inside/a").close();
    assertThat(store.exists("real/a")).isTrue();
  }

  /** Makes a link, and returns whether that is possible. */
  private static boolean mayLink(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Test
  void twoStoresOnOneFolderShareTheLock() {
    FileStore one = DiskFileStore.create(folder.resolve("db"));
    FileStore two = DiskFileStore.open(folder.resolve("db/../db"));
    FileLock lock = one.lock("LOCK", "one");
    assertThatThrownBy(() -> two.lock("LOCK", "two"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("one");
    assertThatThrownBy(() -> two.open("LOCK")).isInstanceOf(Conflict.class);
    lock.close();
    two.lock("LOCK", "two").close();
  }

  @Test
  void anotherProcessLearnsWhoHoldsTheLock() throws IOException, InterruptedException {
    FileStore store = DiskFileStore.create(folder.resolve("db"));
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.resolve("db").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('!');
      assertThatThrownBy(() -> store.lock("LOCK", "me"))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("the other")
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    FileLock afterKill = store.lock("LOCK", "me");
    assertThat(afterKill.isAfterCrash()).isTrue();
    afterKill.close();
    FileLock afterClose = store.lock("LOCK", "me");
    assertThat(afterClose.isAfterCrash()).isFalse();
    afterClose.close();
  }

  /** Takes the lock in another process and keeps it until that process is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      DiskFileStore.open(Path.of(arguments[0])).lock("LOCK", "the other");
      System.out.print('!');
      System.out.flush();
      System.in.read();
    }
  }

  /**
   * An interrupt that arrives inside a call closes the JDK's channel; neither this thread nor
   * others may notice.
   */
  @Test
  void interruptsAtAnyMomentDisturbNeitherReadersNorWriters() throws InterruptedException {
    FileStore store = newStore();
    byte[] page = new byte[4096];
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (AppendFile written = store.create("a")) {
      written.append(ByteBuffer.wrap(page));
      try (ReadFile read = store.open("a")) {
        Thread[] workers = {
          new Thread(() ->
              repeat(done, failure, () -> read.readFully(0, ByteBuffer.allocateDirect(4096)))),
          new Thread(() ->
              repeat(done, failure, () -> read.readFully(0, ByteBuffer.allocateDirect(4096)))),
          new Thread(() ->
              repeat(
                  done,
                  failure,
                  () -> {
                    written.append(ByteBuffer.wrap(page));
                    written.force();
                  }))
        };
        for (Thread worker : workers) {
          worker.start();
        }
        for (int i = 0; i < 20_000 && failure.get() == null; i++) {
          workers[i % workers.length].interrupt();
          Thread.onSpinWait();
        }
        done.set(true);
        for (Thread worker : workers) {
          worker.join();
        }
      }
      assertThat(failure.get()).isNull();
      assertThat(written.lengthBytes()).isEqualTo(store.length("a"));
    }
  }

  /** The owner's name is written while the lock is held: who is interrupted there starts anew. */
  @Test
  void anInterruptWhileALockIsTakenDoesNotLeaveItTaken() throws InterruptedException {
    FileStore store = newStore();
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread worker =
        new Thread(() -> repeat(done, failure, () -> store.lock("LOCK", "test").close()));
    worker.start();
    for (int i = 0; i < 20_000; i++) {
      worker.interrupt();
      Thread.onSpinWait();
    }
    done.set(true);
    worker.join();
    assertThat(failure.get()).isNull();
  }

  private static void repeat(
      AtomicBoolean done, AtomicReference<@Nullable Throwable> failure, Runnable action) {
    try {
      while (!done.get()) {
        action.run();
        Thread.interrupted();
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private String rights(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }
}
