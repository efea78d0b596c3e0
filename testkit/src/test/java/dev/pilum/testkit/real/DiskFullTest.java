package dev.pilum.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.table.TableInvariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of a few megabytes that fills up. Needs root, who may mount one. */
@Timeout(300)
class DiskFullTest {
  private static final int ROUNDS = 3 * Integer.getInteger("pilum.real.scale", 1);
  private static final long DISK_BYTES = 4 << 20;
  private static final int BALLAST_BYTES = 1 << 20;
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body").vector("v", 32, Metric.L2).build();

  @TempDir private Path folder;

  private long next;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    assumeTrue(ChildProcess.mayMount(), "skipped: only root on Linux may mount a small tmpfs");
    String size = "size=" + DISK_BYTES;
    var mount = List.of("mount", "-t", "tmpfs", "-o", size, "pilum-test", folder.toString());
    ChildProcess.Ended mounted = ChildProcess.run(mount);
    assumeTrue(mounted.exitValue() == 0, "skipped: no tmpfs can be mounted: " + mounted.lines());
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (ChildProcess.mayMount()) {
      ChildProcess.run(List.of("umount", "-l", folder.toString()));
    }
  }

  @Test
  void aFullDiskIsSaidReadsGoOnAndNothingAcknowledgedIsLost() throws IOException {
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", 0xF011));
    Path ballast = Files.write(folder.resolve("ballast"), new byte[BALLAST_BYTES]);
    List<Long> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (Database database = Database.open(folder.resolve("db"), options(random))) {
        Table table = database.createTableIfAbsent("t", SCHEMA);
        PilumException failure = fill(table, acknowledged, random);
        assertThat(failure).isInstanceOfAny(StorageFailure.class, Closed.class);
        assertThat(failure).hasMessageContaining("No space left");
        assertHolds(table, acknowledged);
        assertThatThrownBy(() -> addUntilItFails(table))
            .isInstanceOfAny(StorageFailure.class, Closed.class);
        assertHolds(table, acknowledged);
        closeFull(database);
      }
      openFull(random, acknowledged);
      Files.delete(ballast);
      try (Database database = Database.open(folder.resolve("db"), options(random))) {
        Table table = database.openTable("t");
        assertHolds(table, acknowledged);
        TableInvariants.check(table);
        shrink(table, acknowledged);
        TableInvariants.check(table);
      }
      Files.write(ballast, new byte[BALLAST_BYTES]);
    }
    System.out.printf("%d rows on a disk that was full %d times%n", next, ROUNDS);
  }

  /** Small memtables fill the disk by flushes and merges, large ones by the log. */
  private static DatabaseOptions options(SplittableRandom random) {
    return DatabaseOptions.DEFAULT
        .withMemtableBytes(16L << random.nextInt(10, 18))
        .withMaximumSegments(random.nextInt(2, 5))
        .withGraphMinimumRows(200);
  }

  private PilumException fill(Table table, List<Long> acknowledged, SplittableRandom random) {
    while (true) {
      long id = next;
      PilumException failure = attempt(() -> table.add(List.of(row(next++))));
      if (failure != null) {
        return failure;
      }
      acknowledged.add(id);
      if (random.nextInt(100) == 0) {
        failure = attempt(random.nextBoolean() ? table::flush : table::optimize);
        if (failure != null) {
          return failure;
        }
      }
    }
  }

  private static @Nullable PilumException attempt(Runnable write) {
    try {
      write.run();
      return null;
    } catch (StorageFailure | Closed e) {
      return e;
    }
  }

  /** After a failed write the table is read-only; after a failed flush or merge it may not be. */
  private void addUntilItFails(Table table) {
    Row large = Row.of("id", -1L, "body", "x".repeat((int) DISK_BYTES), "v", new float[32]);
    table.add(List.of(large));
  }

  /** Closing may fail for want of space too; what was acknowledged is there all the same. */
  private static void closeFull(Database database) {
    PilumException failure = attempt(database::close);
    assertThat(failure == null || failure instanceof StorageFailure).isTrue();
  }

  /** On a full disk opening fails or goes well; it does no harm either way. */
  private void openFull(SplittableRandom random, List<Long> acknowledged) {
    PilumException failure =
        attempt(() -> {
          try (Database database = Database.open(folder.resolve("db"), options(random))) {
            assertHolds(database.openTable("t"), acknowledged);
          }
        });
    assertThat(failure == null || failure instanceof StorageFailure).as("%s", failure).isTrue();
    try (Database database = Database.openReadOnly(folder.resolve("db"))) {
      assertHolds(database.openTable("t"), acknowledged);
    }
  }

  /** Deletes most rows and has them merged away. */
  private static void shrink(Table table, List<Long> acknowledged) {
    List<Long> old = List.copyOf(acknowledged.subList(0, acknowledged.size() * 3 / 4));
    table.deleteAll(old);
    acknowledged.removeAll(old);
    table.optimize();
    assertHolds(table, acknowledged);
  }

  private static void assertHolds(Table table, List<Long> acknowledged) {
    assertThat(table.getAll(acknowledged, "id")).hasSameSizeAs(acknowledged);
    long count = table.count();
    assertThat(count).isBetween((long) acknowledged.size(), acknowledged.size() + 2L);
    long last = acknowledged.getLast();
    assertThat(table.get(last).text("body")).isEqualTo(row(last).text("body"));
    assertThat(table.search("v", row(last).vector("v")).exact().limit(3).hits()).hasSize(3);
    assertThat(table.searchText("body", "row").limit(3).hits()).hasSize(3);
  }

  private static Row row(long id) {
    float[] vector = new float[32];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = id % (i + 5);
    }
    String body = "row %d is one of those that fill the disk ".formatted(id).repeat(20);
    return Row.of("id", id, "body", body, "v", vector);
  }
}
