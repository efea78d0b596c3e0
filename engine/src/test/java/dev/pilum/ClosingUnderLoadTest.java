package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases are closed, tables dropped and threads interrupted in the middle of everything. */
@Timeout(120)
class ClosingUnderLoadTest {
  private static final int ROUNDS = 5;
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).vector("v", 16, Metric.L2).build();
  private static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(8 << 10)
          .withMaximumSegments(2)
          .withGraphMinimumRows(50);

  @TempDir private Path folder;

  private final AtomicLong nextKey = new AtomicLong();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void whoWritesWhileTheDatabaseClosesIsToldSoAndLosesNothing()
      throws InterruptedException, ExecutionException {
    Database.open(folder, TINY).close();
    for (int round = 0; round < ROUNDS; round++) {
      Database database = Database.open(folder, TINY);
      runUntilClosed(database.createTableIfAbsent("t", SCHEMA), 60 * round, database::close);
      try (Database again = Database.open(folder, TINY)) {
        Table table = again.openTable("t");
        acknowledged.forEach(key -> assertThat(table.exists(key)).as("row %d", key).isTrue());
        assertThat(table.verify().problems()).isEmpty();
      }
    }
  }

  @Test
  void whoWritesWhileTheTableIsDroppedIsToldSo() throws InterruptedException, ExecutionException {
    try (Database database = Database.open(folder, TINY)) {
      for (int round = 0; round < ROUNDS; round++) {
        runUntilClosed(
            database.createTable("t", SCHEMA), 60 * round, () -> database.dropTable("t"));
        assertThat(database.tableNames()).isEmpty();
        assertThat(folder.resolve("t")).doesNotExist();
      }
    }
  }

  @Test
  void interruptedThreadsWriteAllTheSameAndStayInterruptedAndTheirQueriesAreGivenUp()
      throws InterruptedException, ExecutionException {
    try (TestDatabase test = new TestDatabase(folder, TINY)) {
      Table table = test.get().createTable("t", SCHEMA);
      Thread.currentThread().interrupt();
      table.upsert(row(0));
      table.flush();
      table.upsert(row(1));
      table.optimize();
      assertThat(table.get(0)).isNotNull();
      Search search = table.search("v", new float[16]);
      assertThatThrownBy(search::hits).isInstanceOf(Cancelled.class);
      assertThat(table.verify().problems()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(search.hits()).hasSize(2);
      nextKey.set(2);
      acknowledged.addAll(List.of(0L, 1L));
      writeInterrupted(table);
      test.inEveryPlace("t", reader -> assertThat(reader.count()).isEqualTo(acknowledged.size()));
    }
  }

  /** Lets several threads write and be interrupted by each other all the time. */
  private void writeInterrupted(Table table) throws InterruptedException, ExecutionException {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(() -> {
              workers.add(Thread.currentThread());
              for (int step = 0; step < 150; step++) {
                write(table);
                workers.forEach(Thread::interrupt);
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /**
   * Starts writers, readers and upkeep, runs {@code close} after some commits, and waits until all
   * were told that it is closed.
   */
  private void runUntilClosed(Table table, int commits, Runnable close)
      throws InterruptedException, ExecutionException {
    CountDownLatch started = new CountDownLatch(7);
    long first = nextKey.get();
    try (ExecutorService threads = Executors.newFixedThreadPool(7)) {
      List<Future<?>> all = new ArrayList<>();
      for (Runnable work :
          List.<Runnable>of(
              () -> write(table),
              () -> write(table),
              () -> write(table),
              () -> table.deleteWhere(ge("id", Long.MAX_VALUE)),
              () -> read(table),
              () -> read(table),
              table::optimize)) {
        all.add(threads.submit(() -> untilClosed(work, started)));
      }
      started.await();
      while (nextKey.get() < first + commits) {
        LockSupport.parkNanos(100_000);
      }
      close.run();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static void untilClosed(Runnable work, CountDownLatch started) {
    started.countDown();
    try {
      while (true) {
        work.run();
      }
    } catch (Closed e) {
      assertThat(e).hasMessageContaining("closed");
    }
  }

  private void write(Table table) {
    long key = nextKey.getAndIncrement();
    table.upsert(row(key));
    acknowledged.add(key);
  }

  private static void read(Table table) {
    try (Snapshot snapshot = table.snapshot()) {
      long count = snapshot.count();
      assertThat(snapshot.scan().select("id").rows()).hasSize((int) count);
      assertThat(snapshot.search("v", new float[16]).hits()).hasSize((int) Math.min(10, count));
      assertThat(table.search("v", new float[16]).hits()).hasSizeLessThanOrEqualTo(10);
      assertThat(table.stats().rows()).isGreaterThanOrEqualTo(count);
    }
  }

  private static Row row(long key) {
    float[] vector = new float[16];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = key % (i + 3);
    }
    return Row.of("id", key, "v", vector);
  }
}
