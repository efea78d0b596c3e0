package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.FolderStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link FileStore} does when the disk is well. Extend it and say how to get an empty
 * store.
 */
public abstract class FileStoreContract {
  /** For those who extend it. */
  protected FileStoreContract() {}

  /** Returns an empty store, another for each call. */
  protected abstract FileStore newStore();

  @Test
  void aLinkIsTheSameFileByAnotherNameAndOutlivesTheFirst() {
    FileStore store = newStore();
    store.createDirectory("copy");
    write(store, "a", "shared");
    FileStore copy = new FolderStore(store, "copy");
    if (store.linkTo("a", copy, "b")) { // a file system may know no links
      assertThat(copy.length("b")).isEqualTo(6);
      assertThatThrownBy(() -> store.linkTo("a", copy, "b")).isInstanceOf(StorageFailure.class);
      store.delete("a");
      assertThat(read(store, "copy/b", 0, 6)).isEqualTo("shared");
    } else {
      assertThat(copy.list("")).isEmpty();
    }
  }

  @Test
  void whatIsNotThereIsNotLinked() {
    FileStore store = newStore();
    assertThat(store.linkTo("a", store, "b")).isFalse();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void bytesAppendedAreReadBackAtAnyPosition() {
    FileStore store = newStore();
    write(store, "a", "hello ", "", "world");
    assertThat(read(store, "a", 0, 11)).isEqualTo("hello world");
    assertThat(read(store, "a", 4, 3)).isEqualTo("o w");
    assertThat(store.length("a")).isEqualTo(11);
  }

  @Test
  void appendTakesAllRemainingBytesOfEveryKindOfBuffer() {
    FileStore store = newStore();
    ByteBuffer direct =
        ByteBuffer.allocateDirect(5).put(0, bytes("-abc-").array()).position(1).limit(4);
    ByteBuffer heap = bytes("-defg").position(1);
    try (AppendFile file = store.create("a")) {
      file.append(direct, heap.asReadOnlyBuffer(), heap);
      assertThat(file.lengthBytes()).isEqualTo(11);
    }
    assertThat(direct.hasRemaining()).isFalse();
    assertThat(heap.hasRemaining()).isFalse();
    assertThat(read(store, "a", 0, 11)).isEqualTo("abcdefgdefg");
  }

  @Test
  void buffersLargerThanOneSystemCallAreWrittenWhole() {
    FileStore store = newStore();
    byte[] large = new byte[(3 << 20) + 17];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >>> 7);
    }
    try (AppendFile file = store.create("a")) {
      file.append(bytes("x"), ByteBuffer.wrap(large), bytes("y"));
      file.force();
    }
    ByteBuffer all = ByteBuffer.allocate(large.length + 2);
    try (ReadFile file = store.open("a")) {
      file.readFully(0, all);
    }
    assertThat(all.hasRemaining()).isFalse();
    assertThat(all.slice(1, large.length)).isEqualTo(ByteBuffer.wrap(large));
    assertThat(all.get(large.length + 1)).isEqualTo((byte) 'y');
  }

  @Test
  void reservedBytesAreZeroAndAppendsGoBeforeThem() {
    FileStore store = newStore();
    try (AppendFile file = store.create("a")) {
      file.append(bytes("ab"));
      file.reserve(100_000);
      assertThat(file.lengthBytes()).isEqualTo(2);
      file.append(bytes("cd"));
      file.reserve(10);
      file.append(bytes("ef"));
      file.force();
      assertThat(file.lengthBytes()).isEqualTo(6);
    }
    assertThat(read(store, "a", 0, 8)).isEqualTo("abcdef\0\0");
    assertThat(store.length("a")).isEqualTo(100_002);
  }

  @Test
  void aReadPastTheEndIsCorruptionThatNamesTheFile() {
    FileStore store = newStore();
    write(store, "a", "hello");
    try (ReadFile file = store.open("a")) {
      assertThatThrownBy(() -> file.readFully(3, ByteBuffer.allocate(3)))
          .isInstanceOf(Corruption.class)
          .hasMessageContaining("'a'");
      assertThatThrownBy(() -> file.readFully(99, ByteBuffer.allocate(1)))
          .isInstanceOf(Corruption.class);
      file.readFully(5, ByteBuffer.allocate(0));
    }
  }

  @Test
  void aMapHoldsTheBytesAndIsReadOnly() {
    FileStore store = newStore();
    write(store, "a", "hello");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = store.map("a", 4, arena);
      assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes("hell").array());
      assertThat(map.isReadOnly()).isTrue();
      assertThat(store.map("a", 0, arena).byteSize()).isZero();
      assertThatThrownBy(() -> store.map("a", 6, arena))
          .isInstanceOf(Corruption.class)
          .hasMessageContaining("'a'");
    }
  }

  @Test
  void aFileIsCreatedOnceAndOnlyInAnExistingFolder() {
    FileStore store = newStore();
    write(store, "a", "x");
    assertThatThrownBy(() -> store.create("a"))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> store.create("nowhere/a")).isInstanceOf(StorageFailure.class);
    assertThatThrownBy(() -> store.open("b"))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("'b'");
    assertThatThrownBy(() -> store.length("b")).isInstanceOf(StorageFailure.class);
  }

  @Test
  void foldersAreCreatedWithTheirParentsAndListedSorted() {
    FileStore store = newStore();
    store.createDirectory("t/wal");
    store.createDirectory("t/wal");
    write(store, "t/b", "");
    write(store, "t/a", "");
    assertThat(store.list("t")).containsExactly("a", "b", "wal");
    assertThat(store.list("")).containsExactly("t");
    assertThat(store.list("t/wal")).isEmpty();
    assertThat(store.list("absent")).isEmpty();
    assertThat(store.exists("t/wal")).isTrue();
    assertThat(store.exists("t/nothing")).isFalse();
    store.forceDirectory("t");
    store.forceDirectory("");
    assertThatThrownBy(() -> store.forceDirectory("absent")).isInstanceOf(StorageFailure.class);
  }

  @Test
  void aRenameReplacesTheFileThatHasTheName() {
    FileStore store = newStore();
    write(store, "a", "new");
    write(store, "b", "old!");
    store.rename("a", "b");
    assertThat(store.exists("a")).isFalse();
    assertThat(read(store, "b", 0, 3)).isEqualTo("new");
    assertThatThrownBy(() -> store.rename("a", "c")).isInstanceOf(StorageFailure.class);
  }

  @Test
  void aFileBeingWrittenMayBeRenamed() {
    FileStore store = newStore();
    try (AppendFile file = store.create("a.tmp")) {
      file.append(bytes("one"));
      store.rename("a.tmp", "a");
      file.append(bytes("two"));
      file.force();
    }
    assertThat(read(store, "a", 0, 6)).isEqualTo("onetwo");
  }

  @Test
  void deleteTakesFilesAndEmptyFoldersAndForgivesAbsentOnes() {
    FileStore store = newStore();
    store.createDirectory("d");
    write(store, "d/a", "x");
    assertThatThrownBy(() -> store.delete("d")).isInstanceOf(StorageFailure.class);
    store.delete("d/a");
    store.delete("d/a");
    store.delete("d");
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void anOpenFileOutlivesItsName() {
    FileStore store = newStore();
    write(store, "a", "hello");
    try (ReadFile file = store.open("a")) {
      store.delete("a");
      ByteBuffer target = ByteBuffer.allocate(5);
      file.readFully(0, target);
      assertThat(target.flip()).isEqualTo(bytes("hello"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "C:a", "a\0b"
      })
  void aPathThatLeavesTheFolderIsRefused(String path) {
    FileStore store = newStore();
    assertThatThrownBy(() -> store.create(path)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.open(path)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.exists(path)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.length(path)).isInstanceOf(InvalidRequest.class);
    if (!path.isEmpty()) { // the folder itself
      assertThatThrownBy(() -> store.list(path)).isInstanceOf(InvalidRequest.class);
    }
    assertThatThrownBy(() -> store.delete(path)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.rename("a", path)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.rename(path, "a")).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> store.lock(path, "me")).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void aClosedFileSaysSo() {
    FileStore store = newStore();
    AppendFile written = store.create("a");
    written.close();
    written.close();
    assertThatThrownBy(() -> written.append(bytes("x"))).isInstanceOf(Closed.class);
    assertThatThrownBy(written::force).isInstanceOf(Closed.class);
    ReadFile read = store.open("a");
    read.close();
    read.close();
    assertThatThrownBy(() -> read.readFully(0, ByteBuffer.allocate(1))).isInstanceOf(Closed.class);
  }

  @Test
  void aSecondLockIsAConflictThatNamesTheHolderUntilTheFirstIsClosed() {
    FileStore store = newStore();
    FileLock first = store.lock("LOCK", "the loader");
    assertThatThrownBy(() -> store.lock("LOCK", "other"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("the loader");
    FileLock elsewhere = store.lock("LOCK2", "other");
    first.close();
    FileLock second = store.lock("LOCK", "other");
    first.close();
    assertThatThrownBy(() -> store.lock("LOCK", "third"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("other");
    second.close();
    elsewhere.close();
  }

  @Test
  void aLockSaysWhetherItWasGivenBack() {
    FileStore store = newStore();
    FileLock first = store.lock("LOCK", "first");
    assertThat(first.isAfterCrash()).isFalse();
    first.close();
    FileLock second = store.lock("LOCK", "second");
    assertThat(second.isAfterCrash()).isFalse();
    second.leave();
    second.close(); // it is given back no more
    FileLock third = store.lock("LOCK", "third");
    assertThat(third.isAfterCrash()).isTrue();
    third.close();
    third.leave();
    FileLock fourth = store.lock("LOCK", "fourth");
    assertThat(fourth.isAfterCrash()).isFalse();
    fourth.close();
  }

  @Test
  void aHeldLockFileCannotBeOpened() {
    FileStore store = newStore();
    try (FileLock held = store.lock("LOCK", "me")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> store.open("LOCK")).isInstanceOf(Conflict.class);
    }
    store.open("LOCK").close();
  }

  @Test
  void anInterruptedThreadReadsWritesAndStaysInterrupted() {
    FileStore store = newStore();
    try (AppendFile file = store.create("a")) {
      Thread.currentThread().interrupt();
      file.append(bytes("hello"));
      file.reserve(10);
      file.force();
      file.append(bytes(" world"));
      assertThat(read(store, "a", 0, 11)).isEqualTo("hello world");
      store.forceDirectory("");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void write(FileStore store, String path, String... parts) {
    try (AppendFile file = store.create(path)) {
      for (String part : parts) {
        file.append(bytes(part));
      }
    }
  }

  private static String read(FileStore store, String path, long offset, int length) {
    ByteBuffer target = ByteBuffer.allocate(length);
    try (ReadFile file = store.open(path)) {
      file.readFully(offset, target);
    }
    return new String(target.array(), StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
