package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.StorageFailure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedFileStoreTest extends FileStoreContract {
  private static final int SEEDS = 300;

  @Override
  protected FileStore newStore() {
    return new SimulatedFileStore(0x5EED);
  }

  @Test
  void whatWasForcedOutlivesEveryCrash() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      store.createDirectory("d");
      store.forceDirectory("");
      try (AppendFile file = store.create("d/a")) {
        file.append(filled(1000, 1));
        file.force();
        store.forceDirectory("d");
        file.append(filled(1000, 2));
      }
      SimulatedFileStore after = store.crash();
      assertThat(content(after, "d/a").slice(0, 1000))
          .as("seed %d", seed)
          .isEqualTo(filled(1000, 1));
      long settled = after.length("d/a");
      assertThat(after.crash().length("d/a")).as("seed %d", seed).isEqualTo(settled);
    }
  }

  @Test
  void whatWasNotForcedIsSometimesLostSometimesKeptSometimesTorn() {
    Set<String> fates = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      try (AppendFile file = store.create("a")) {
        store.forceDirectory("");
        file.append(filled(2048, 1));
      }
      fates.add(fate(content(store.crash(), "a")));
    }
    assertThat(fates).contains("nothing", "everything", "shorter", "hole before content");
  }

  @Test
  void namesThatWereNotForcedComeAndGoButARenameIsOneStep() {
    Set<List<String>> outcomes = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      for (String name : List.of("old", "from")) {
        store.create(name).close();
      }
      store.forceDirectory("");
      store.rename("from", "to");
      store.delete("old");
      store.create("new").close();
      List<String> names = store.crash().list("");
      assertThat(names.contains("from"))
          .as("seed %d: %s", seed, names)
          .isNotEqualTo(names.contains("to"));
      outcomes.add(names);
    }
    assertThat(outcomes).hasSize(8);
  }

  @Test
  void anUnforcedFolderTakesItsForcedFilesWithIt() {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      store.createDirectory("d");
      store.create("d/a").close();
      store.forceDirectory("d");
      lost |= !store.crash().exists("d/a");
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aKilledProcessLosesNothingButAPowerCutAfterItDoes() {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      store.create("a").append(filled(100, 1));
      SimulatedFileStore next = store.kill();
      assertThat(content(next, "a")).isEqualTo(filled(100, 1));
      lost |= !next.crash().exists("a");
      assertThatThrownBy(() -> store.exists("a")).isInstanceOf(SimulatedCrash.class);
    }
    assertThat(lost).isTrue();
  }

  @Test
  void afterAFailedForceReadsSeeBytesThatTheNextForceDoesNotSave() {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      AppendFile file = store.create("a");
      store.forceDirectory("");
      file.append(filled(100, 1));
      store.follow(FaultPlan.onNth(1, OperationKind.FORCE, "a", Fault.IO_ERROR));
      assertThatThrownBy(file::force)
          .isInstanceOf(StorageFailure.class)
          .hasMessageContaining("Input/output error");
      assertThatThrownBy(file::force)
          .isInstanceOf(StorageFailure.class)
          .hasMessageContaining("earlier");
      assertThat(content(store, "a")).isEqualTo(filled(100, 1));
      lost |= store.crash().length("a") < 100;
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aFullDiskTakesAPartOfAWrite() {
    Set<Long> lengths = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      AppendFile file = store.create("a");
      store.follow(FaultPlan.onEvery(OperationKind.APPEND, "", Fault.NO_SPACE));
      assertThatThrownBy(() -> file.append(filled(100, 1)))
          .isInstanceOf(StorageFailure.class)
          .hasMessageContaining("No space");
      lengths.add(store.length("a"));
    }
    assertThat(lengths).hasSizeGreaterThan(50);
  }

  @Test
  void aSilentlySkippedForceSavesNothing() {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFileStore store = new SimulatedFileStore(seed);
      store.follow(FaultPlan.onEvery(OperationKind.FORCE, "", Fault.SILENTLY_SKIPPED));
      AppendFile file = store.create("a");
      store.forceDirectory("");
      file.append(filled(100, 1));
      file.force();
      lost |= store.crash().length("a") < 100;
    }
    assertThat(lost).isTrue();
  }

  @Test
  void thePowerGoesOffAtThePlannedOperationAndStaysOff() {
    SimulatedFileStore store = new SimulatedFileStore(1);
    store.follow(FaultPlan.at(3, Fault.CRASH));
    AppendFile file = store.create("a");
    file.append(filled(10, 1));
    assertThatThrownBy(file::force)
        .isInstanceOf(SimulatedCrash.class)
        .hasMessage("the power went off during 3 force a");
    assertThatThrownBy(() -> store.exists("a")).isInstanceOf(SimulatedCrash.class);
    assertThat(store.trace())
        .extracting(Operation::toString)
        .containsExactly("1 create a", "2 append a 10 bytes", "3 force a");
    assertThat(store.operationCount()).isEqualTo(3);
  }

  @Test
  void theSameSeedMeetsTheSameFate() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(content(torn(seed), "a")).isEqualTo(content(torn(seed), "a"));
    }
  }

  private static SimulatedFileStore torn(int seed) {
    SimulatedFileStore store = new SimulatedFileStore(seed);
    AppendFile file = store.create("a");
    store.forceDirectory("");
    file.append(filled(4096, 1));
    return store.crash();
  }

  private static String fate(ByteBuffer content) {
    if (!content.hasRemaining()) {
      return "nothing";
    }
    if (content.remaining() < 2048) {
      return "shorter";
    }
    if (content.equals(filled(2048, 1))) {
      return "everything";
    }
    return content.get(0) != 1 && content.get(2047) == 1 ? "hole before content" : "other";
  }

  private static ByteBuffer filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer content(FileStore store, String path) {
    ByteBuffer target = ByteBuffer.allocate((int) store.length(path));
    try (ReadFile file = store.open(path)) {
      file.readFully(0, target);
    }
    return target.flip();
  }
}
