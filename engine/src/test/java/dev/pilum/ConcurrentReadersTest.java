package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers move amounts between accounts, flushes, merges and graphs go on beside them; whoever
 * reads sees the same sum. {@code -Dpilum.stress.seconds=30} makes it long.
 */
class ConcurrentReadersTest {
  private static final int SECONDS = Integer.getInteger("pilum.stress.seconds", 3);
  private static final int WRITERS = 4;
  private static final int READERS = 4;
  private static final int ACCOUNTS_EACH = 100;
  private static final int ACCOUNTS = WRITERS * ACCOUNTS_EACH;
  private static final long TOTAL = ACCOUNTS * 1_000L;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("amount", Types.int64())
          .vector("v", 8, Metric.L2)
          .build();
  private static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(16 << 10)
          .withMaximumSegments(3)
          .withGraphMinimumRows(100);

  @TempDir private Path folder;

  @Test
  void everyReaderSeesTheSameSumWhileAmountsMove() throws InterruptedException, ExecutionException {
    long seed = Long.getLong("seed", 0x5EED);
    try (TestDatabase test = new TestDatabase(folder, TINY)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(LongStream.range(0, ACCOUNTS).mapToObj(id -> account(id, 1_000)).toList());
      runAll(table, seed);
      assertSum(table);
      test.inEveryPlace("t", ConcurrentReadersTest::assertSum);
    }
  }

  private static void runAll(Table table, long seed)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS + 1)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        all.add(threads.submit(() -> move(table, writer, new Random(seed + writer), end)));
      }
      for (int i = 0; i < READERS; i++) {
        int reader = i;
        all.add(threads.submit(() -> read(table, new Random(seed + WRITERS + reader), end)));
      }
      all.add(threads.submit(() -> optimize(table, end)));
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** Moves amounts between accounts that no other thread writes. */
  private static void move(Table table, int writer, Random random, long end) {
    while (System.nanoTime() < end) {
      long from = (long) writer * ACCOUNTS_EACH + random.nextInt(ACCOUNTS_EACH);
      long to = (long) writer * ACCOUNTS_EACH + random.nextInt(ACCOUNTS_EACH);
      long sum = amount(table.get(from)) + amount(table.get(to));
      if (from != to && sum % 2 == 0 && random.nextBoolean()) {
        assertThat(table.updateWhere(in("id", from, to), Map.of("amount", sum / 2)).rowsWritten())
            .isEqualTo(2);
      } else if (from != to) {
        long moved = random.nextLong(sum + 1);
        table.upsert(List.of(account(from, moved), account(to, sum - moved)));
      }
    }
  }

  private static void read(Table table, Random random, long end) {
    while (System.nanoTime() < end) {
      if (random.nextBoolean()) {
        assertSum(table);
      } else {
        try (Snapshot snapshot = table.snapshot()) {
          long version = snapshot.version();
          assertSum(snapshot);
          assertSumOfGets(snapshot);
          assertThat(snapshot.version()).isEqualTo(version);
        }
      }
    }
  }

  private static void optimize(Table table, long end) {
    while (System.nanoTime() < end) {
      table.optimize();
      table.flush();
      table.awaitUpkeep();
    }
  }

  private static void assertSum(Reader reader) {
    assertThat(reader.count()).isEqualTo(ACCOUNTS);
    assertThat(reader.count(ge("amount", 0))).isEqualTo(ACCOUNTS);
    List<Row> scanned = reader.scan().rows();
    assertThat(scanned).hasSize(ACCOUNTS);
    assertThat(scanned.stream().mapToLong(ConcurrentReadersTest::amount).sum()).isEqualTo(TOTAL);
    List<Hit> found = reader.search("v", new float[8]).limit(ACCOUNTS + 1).hits();
    assertThat(found).hasSize(ACCOUNTS);
    assertThat(found.stream().mapToLong(hit -> amount(hit.row())).sum()).isEqualTo(TOTAL);
    assertThat(reader.search("v", new float[8]).where(ge("amount", 0)).limit(7).hits()).hasSize(7);
  }

  private static void assertSumOfGets(Snapshot snapshot) {
    long sum = 0;
    for (long id = 0; id < ACCOUNTS; id++) {
      sum += amount(snapshot.get(id));
    }
    assertThat(sum).isEqualTo(TOTAL);
  }

  private static long amount(Row account) {
    return (Long) Objects.requireNonNull(account.get("amount"));
  }

  private static Row account(long id, long amount) {
    return Row.of(
        "id",
        id,
        "amount",
        amount,
        "v",
        new float[] {id, id % 7, id % 11, id % 13, amount, 0, 0, 1});
  }
}
