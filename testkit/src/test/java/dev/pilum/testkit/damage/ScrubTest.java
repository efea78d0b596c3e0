package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Problem;
import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.Table;
import dev.pilum.TableEvent;
import dev.pilum.TableStats.ScrubStats;
import dev.pilum.VerifyReport;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scrub finds in files that were damaged while their table was open, and what it does. */
class ScrubTest {
  private static final long SEED = Long.getLong("seed", 0x5C4B);
  private static final String TABLE = "t";
  private static final Duration EVERY = Duration.ofDays(7);
  private static final DatabaseOptions OPTIONS = SampleTable.OPTIONS.withScrubEvery(EVERY);

  /** What upkeep makes again while the table is open. */
  private static final Set<FileType> HEALED =
      EnumSet.of(
          FileType.HNSW,
          FileType.EF,
          FileType.ZONES,
          FileType.ORDERED,
          FileType.BITMAP,
          FileType.LABELS,
          FileType.MANIFEST);

  private static final Set<FileType> TRUTH =
      EnumSet.of(FileType.LOG, FileType.ARROW, FileType.DELETES);

  private final SimulatedFileStore disk = new SimulatedFileStore(SEED);

  @BeforeEach
  void write() {
    try (Database database = Database.open(SimulatedEnv.inline(disk, SEED), SampleTable.OPTIONS)) {
      SampleTable.create(database, TABLE, SEED);
    }
  }

  @Test
  void aRoundFindsDamageToEachFileAndTellsIt() {
    Set<FileType> found = EnumSet.noneOf(FileType.class);
    forEachFile((damaged, path) -> {
      SimulatedEnv env = SimulatedEnv.inline(damaged, SEED);
      List<TableEvent.Scrub> heard = new ArrayList<>();
      try (Database database = Database.open(env, OPTIONS)) {
        database.addListener(event -> note(event, heard));
        Table table = database.openTable(TABLE);
        flip(damaged, path);
        env.advanceMillis(EVERY.toMillis());
        ScrubStats stats = table.stats().scrub();
        assertThat(heard).hasSize(1);
        assertThat(stats.rounds()).isEqualTo(1);
        assertThat(stats.problems()).isEqualTo(heard.getFirst().problems());
        assertThat(stats.problems()).anyMatch(problem -> isOf(problem, path));
        FileType type = FileType.of(path);
        if (type.isOfSegment()) {
          Standing standing = TRUTH.contains(type) ? Standing.TRUTH : Standing.REBUILDABLE;
          assertThat(stats.problems()).allMatch(problem -> problem.standing() == standing);
        }
        found.add(type);
      }
    });
    assertThat(found).isEqualTo(EnumSet.complementOf(EnumSet.of(FileType.MARK)));
  }

  @Test
  void whatCanBeMadeAgainWhileTheTableIsOpenIsAndTheRestByRepair() {
    forEachFile((damaged, path) -> {
      FileType type = FileType.of(path);
      if (TRUTH.contains(type)) {
        return;
      }
      SimulatedEnv env = SimulatedEnv.inline(damaged, SEED);
      try (Database database = Database.open(env, OPTIONS)) {
        Table table = database.openTable(TABLE);
        flip(damaged, path);
        env.advanceMillis(EVERY.toMillis());
        assertThat(table.verify().ok()).isEqualTo(HEALED.contains(type));
        for (long id = 0; id < SampleTable.ROWS; id++) {
          boolean there = id != 1 && id != 7 && id != 8;
          assertThat(table.get(id) != null).as("whether key %d is there", id).isEqualTo(there);
        }
        env.advanceMillis(EVERY.toMillis());
        assertThat(table.stats().scrub().rounds()).isEqualTo(2);
        assertThat(table.stats().scrub().problems().isEmpty()).isEqualTo(HEALED.contains(type));
      }
      assertThat(Database.repair(SimulatedEnv.inline(damaged, SEED), OPTIONS).ok()).isTrue();
    });
  }

  @Test
  void truthIsLeftAsItIs() {
    forEachFile((damaged, path) -> {
      if (TRUTH.contains(FileType.of(path))) {
        SimulatedEnv env = SimulatedEnv.inline(damaged, SEED);
        try (Database database = Database.open(env, OPTIONS)) {
          Table table = database.openTable(TABLE);
          flip(damaged, path);
          long before = damaged.fingerprint();
          env.advanceMillis(EVERY.toMillis());
          assertThat(table.stats().scrub().problems()).isNotEmpty();
          assertThat(damaged.fingerprint()).as("the disk").isEqualTo(before);
        }
      }
    });
  }

  @Test
  void anIndexIsNotMadeAgainFromDamagedColumns() {
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    try (Database database = Database.open(env, OPTIONS)) {
      Table table = database.openTable(TABLE);
      for (String path : files(disk)) {
        FileType type = FileType.of(path);
        if (type == FileType.ARROW || type == FileType.HNSW) {
          flip(disk, path);
        }
      }
      long before = disk.fingerprint();
      env.advanceMillis(EVERY.toMillis());
      assertThat(table.stats().scrub().problems())
          .extracting(Problem::kind)
          .contains(Kind.SCALARS, Kind.VECTOR, Kind.GRAPH);
      assertThat(disk.fingerprint()).isEqualTo(before);
    }
  }

  @Test
  void aWholeTableHasNoProblemsAndIsReadLikeByVerify() {
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    try (Database database = Database.open(env, OPTIONS)) {
      Table table = database.openTable(TABLE);
      long before = disk.fingerprint();
      assertThat(table.stats().scrub()).isEqualTo(ScrubStats.NONE);
      env.advanceMillis(EVERY.toMillis());
      ScrubStats stats = table.stats().scrub();
      VerifyReport verified = table.verify();
      assertThat(stats.problems()).isEmpty();
      assertThat(stats.files()).isEqualTo(verified.filesChecked());
      assertThat(stats.bytes()).isEqualTo(verified.bytesChecked());
      assertThat(stats.endedAt()).isEqualTo(Instant.ofEpochMilli(env.currentTimeMillis()));
      assertThat(disk.fingerprint()).as("nothing is written").isEqualTo(before);
    }
    assertThat(disk.openHandles()).isZero();
  }

  @Test
  void roundsComeAsOftenAsWantedAndConcernTablesThatNobodyHasOpened() {
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    List<TableEvent.Scrub> heard = new ArrayList<>();
    try (Database database = Database.open(env, OPTIONS)) {
      database.addListener(event -> note(event, heard));
      env.advanceMillis(EVERY.toMillis());
      assertThat(heard).extracting(TableEvent.Scrub::table).containsExactly(TABLE);
      SampleTable.create(database, "another", SEED);
      env.advanceMillis(EVERY.toMillis() - 1);
      assertThat(heard).hasSize(1);
      env.advanceMillis(1);
      assertThat(heard)
          .extracting(TableEvent.Scrub::table)
          .containsExactly(TABLE, "another", TABLE);
      database.dropTable("another");
      env.advanceMillis(2 * EVERY.toMillis());
      assertThat(heard.getLast().table()).isEqualTo(TABLE);
    }
    int rounds = heard.size();
    env.advanceMillis(10 * EVERY.toMillis());
    assertThat(heard).as("after the database was closed").hasSize(rounds);
  }

  @Test
  void aTableThatDoesNotOpenDoesNotKeepOthersFromBeingScrubbed() {
    try (Database database = Database.open(SimulatedEnv.inline(disk, SEED), SampleTable.OPTIONS)) {
      SampleTable.create(database, "a", SEED);
    }
    for (String name : disk.list("a/manifest")) {
      disk.delete("a/manifest/" + name);
    }
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    try (Database database = Database.open(env, OPTIONS)) {
      Table table = database.openTable(TABLE);
      env.advanceMillis(EVERY.toMillis());
      env.advanceMillis(EVERY.toMillis());
      assertThat(table.stats().scrub().rounds()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsScrubbedUnlessAskedFor() {
    SimulatedEnv env = SimulatedEnv.inline(disk, SEED);
    List<TableEvent.Scrub> heard = new ArrayList<>();
    try (Database database = Database.open(env, SampleTable.OPTIONS)) {
      database.addListener(event -> note(event, heard));
      database.openTable(TABLE);
      env.advanceMillis(10 * EVERY.toMillis());
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void optionsOfNoUseAreRefused() {
    assertThatThrownBy(() -> OPTIONS.withScrubEvery(Duration.ofNanos(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("PT0.000000001S");
    assertThatThrownBy(() -> OPTIONS.withScrubEvery(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> OPTIONS.withScrubEvery(Duration.ofDays(40_000)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> OPTIONS.withScrubBytesPerSecond(0))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("got 0");
    assertThat(OPTIONS.withScrubEvery(Duration.ZERO).scrub().isOn()).isFalse();
  }

  private static void note(TableEvent event, List<TableEvent.Scrub> heard) {
    if (event instanceof TableEvent.Scrub scrub) {
      heard.add(scrub);
    }
  }

  /** Returns the paths of the table's files that the newest state needs. */
  private static List<String> files(SimulatedFileStore store) {
    List<String> named = new ArrayList<>();
    ManifestStore manifests = new ManifestStore(store, TABLE);
    long newest = manifests.generations().getFirst();
    manifests
        .read(newest)
        .segments()
        .forEach(segment -> segment.files().forEach(file -> named.add(TABLE + "/" + file.path())));
    named.add(manifests.path(newest));
    store.list(TABLE + "/wal").forEach(name -> named.add(TABLE + "/wal/" + name));
    return named;
  }

  /** Damages a file in the middle, a log at its beginning: much of it may be empty. */
  private static void flip(SimulatedFileStore store, String path) {
    long at = FileType.of(path) == FileType.LOG ? 20 : store.length(path) / 2;
    store.flipBit(path, at * Byte.SIZE);
  }

  private static boolean isOf(Problem problem, String path) {
    return problem.file().equals(path) || (problem.kind() == Kind.LOG && path.endsWith(".wal"));
  }

  /** Hands out a copy of the disk for each of the files that the table has once it is open. */
  private void forEachFile(BiConsumer<SimulatedFileStore, String> work) {
    SimulatedFileStore opened = disk.fork();
    List<String> paths;
    try (Database database = Database.open(SimulatedEnv.inline(opened, SEED), OPTIONS)) {
      assertThat(database.openTable(TABLE).stats().segments()).hasSize(2);
      paths = files(opened);
    }
    for (String path : paths) {
      try {
        work.accept(disk.fork(), path);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with '%s' damaged: %s".formatted(path, e.getMessage()), e);
      }
    }
  }
}
