package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.concurrent.KeyOperation.Add;
import dev.pilum.testkit.concurrent.KeyOperation.Delete;
import dev.pilum.testkit.concurrent.KeyOperation.Exists;
import dev.pilum.testkit.concurrent.KeyOperation.Get;
import dev.pilum.testkit.concurrent.KeyOperation.Update;
import dev.pilum.testkit.concurrent.KeyOperation.Upsert;
import dev.pilum.testkit.table.TableInvariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads write and read the same few keys, beside flushes, merges and reopening; one order of all
 * calls explains every answer. {@code -Dpilum.real.scale=20} makes it long.
 */
class SingleKeyHistoryTest {
  private static final int ROUNDS = 3 * Integer.getInteger("pilum.real.scale", 1);
  private static final int THREADS = 8;
  private static final int KEYS = 5;
  private static final int CALLS_OF_A_ROUND = 2_000;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("value", Types.utf8())
          .vector("v", 4, Metric.L2)
          .build();
  private static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(4 << 10)
          .withMaximumSegments(2)
          .withGraphMinimumRows(8);

  @TempDir private Path folder;

  private final AtomicLong counter = new AtomicLong();
  private final Map<Long, Queue<Call>> calls = new HashMap<>();
  private final Map<Long, @Nullable String> last = new HashMap<>();
  private final Queue<Written> written = new ConcurrentLinkedQueue<>();

  /** A write that made a version, with the times of its call. */
  private record Written(long version, Call call) {}

  @Test
  @Timeout(600)
  void oneOrderOfAllCallsExplainsEveryAnswer() throws InterruptedException, ExecutionException {
    long seed = Long.getLong("seed", 0x5EED);
    for (int round = 0; round < ROUNDS; round++) {
      try (Database database = Database.open(folder, TINY)) {
        Table table = database.createTableIfAbsent("t", SCHEMA);
        playAndCheck(table, seed + round, round);
        TableInvariants.check(table);
      }
    }
    assertVersionsFollowTime(seed);
    System.out.printf(
        "%d calls of %d threads on %d keys: linearizable; seed %d%n",
        counter.get() / 2, THREADS, KEYS, seed);
  }

  /** What a round leaves behind, read when nobody writes, is what the next one finds. */
  private void playAndCheck(Table table, long seed, int round)
      throws InterruptedException, ExecutionException {
    Map<Long, @Nullable String> before = new HashMap<>();
    for (long key = 0; key < KEYS; key++) {
      calls.put(key, new ConcurrentLinkedQueue<>());
      before.put(key, value(table.get(key)));
      assertThat(before.get(key)).as("key %d after reopening", key).isEqualTo(last.get(key));
    }
    play(table, new SplittableRandom(seed), round);
    for (long key = 0; key < KEYS; key++) {
      String now = value(table.get(key));
      last.put(key, now);
      long at = counter.addAndGet(2);
      calls.get(key).add(new Call(THREADS, new Get(now), at - 1, at));
      assertLinearizable(key, List.copyOf(calls.get(key)), before.get(key), seed);
    }
  }

  private void play(Table table, SplittableRandom random, int round)
      throws InterruptedException, ExecutionException {
    AtomicInteger playing = new AtomicInteger(THREADS);
    List<Rounds.Work> works = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      SplittableRandom own = random.split();
      works.add(() -> {
        try {
          for (int step = 0; step < CALLS_OF_A_ROUND / THREADS; step++) {
            call(table, own, thread, "%d.%d.%d".formatted(round, thread, step));
          }
        } finally {
          playing.decrementAndGet();
        }
      });
    }
    works.add(() -> {
      while (playing.get() > 0) {
        table.flush();
        table.optimize();
      }
    });
    Rounds.runAll(works);
  }

  private void call(Table table, SplittableRandom random, int thread, String value) {
    long key = random.nextLong(KEYS);
    int kind = random.nextInt(10);
    long invoked = counter.incrementAndGet();
    WriteResult result = null;
    KeyOperation operation;
    switch (kind) {
      case 0, 1 -> {
        result = table.upsert(row(key, value));
        operation = new Upsert(value, result.rowsRemoved() == 1);
      }
      case 2 -> {
        result = added(table, key, value);
        operation = new Add(value, result != null);
      }
      case 3 -> {
        result = table.update(key, Map.of("value", value));
        operation = new Update(value, result.rowsWritten() == 1);
      }
      case 4 -> {
        result = table.delete(key);
        operation = new Delete(result.rowsRemoved() == 1);
      }
      case 5 -> operation = new Exists(table.exists(key));
      default -> operation = new Get(value(table.get(key)));
    }
    Call call = new Call(thread, operation, invoked, counter.incrementAndGet());
    calls.get(key).add(call);
    if (result != null && result.rowsWritten() + result.rowsRemoved() > 0) {
      written.add(new Written(result.version(), call));
    }
  }

  private static @Nullable WriteResult added(Table table, long key, String value) {
    try {
      return table.add(List.of(row(key, value)));
    } catch (InvalidRequest e) {
      return null;
    }
  }

  private static void assertLinearizable(
      long key, List<Call> history, @Nullable String before, long seed) {
    List<Call> order = Linearizability.longestOrder(history, before);
    if (order.size() < history.size()) {
      List<Call> left = new ArrayList<>(history);
      left.removeAll(order);
      left.sort(Comparator.comparingLong(Call::invoked));
      throw new AssertionError(
          "key %d, seed %d: of %d calls none of these fits after %s:%n%s"
              .formatted(
                  key,
                  seed,
                  history.size(),
                  order.isEmpty() ? "nothing" : order.getLast(),
                  String.join("\n", left.stream().limit(20).map(Call::toString).toList())));
    }
  }

  /** A write whose call began after another's was over has a later version, on whatever key. */
  private void assertVersionsFollowTime(long seed) {
    List<Written> inOrder = new ArrayList<>(written);
    inOrder.sort(Comparator.comparingLong(Written::version));
    long latestBeginning = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      Written next = inOrder.get(i);
      assertThat(next.version()).as("each version is given once, seed %d", seed).isEqualTo(i + 1);
      assertThat(next.call().returned())
          .as("%s was over before one of an earlier version began, seed %d", next, seed)
          .isGreaterThan(latestBeginning);
      latestBeginning = Math.max(latestBeginning, next.call().invoked());
    }
  }

  private static Row row(long key, String value) {
    return Row.of("id", key, "value", value, "v", new float[] {key, 1, 2, 3});
  }

  private static @Nullable String value(@Nullable Row row) {
    return row == null ? null : row.text("value");
  }
}
