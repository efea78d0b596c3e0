package dev.pilum.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryKeyTableTest {
  @Property(tries = 200)
  void answersLikeAMapThroughGrowthAndCollisions(
      @ForAll long seed,
      @ForAll @IntRange(max = 2000) int rows,
      @ForAll @IntRange(min = 1, max = 300) int values) {
    SplittableRandom random = new SplittableRandom(seed);
    KeyTableModel model = new KeyTableModel();
    try (Arena arena = Arena.ofConfined()) {
      MemoryKeyTable table = new MemoryKeyTable(Allocator.in(arena), random.nextInt(3) * rows / 2);
      for (int row = 0; row < rows; row++) {
        long hash = KeyTableModel.crowdedHash(random, values);
        model.add(hash);
        table.put(hash);
        assertThat(table.hashOf(row)).isEqualTo(hash);
      }
      assertThat(table.rowCount()).isEqualTo(rows);
      model.check(table);
      for (int i = 0; i < 100; i++) {
        model.checkAbsent(table, KeyTableModel.crowdedHash(random, 2 * values));
      }
    }
  }

  @Test
  void oneKeyWrittenAHundredThousandTimesTakesNoMoreSlotsThanOnce() {
    try (Arena arena = Arena.ofConfined()) {
      long[] slotBytes = {0};
      Allocator counting =
          bytes -> {
            slotBytes[0] += bytes;
            return arena.allocate(bytes, 64);
          };
      MemoryKeyTable table = new MemoryKeyTable(counting, 0);
      for (int row = 0; row < 100_000; row++) {
        table.put(42);
      }
      long at = table.first(42);
      for (int row = 99_999; row >= 0; row--) {
        assertThat(table.ordinal(at)).isEqualTo(row);
        at = table.next(42, at);
      }
      assertThat(at).isEqualTo(KeyTable.NONE);
      assertThat(slotBytes[0]).isLessThan(100_000 * 12 * 2 + 1000);
    }
  }

  @Test
  void refusesToExpectFewerThanNoRows() {
    assertThatThrownBy(() -> new MemoryKeyTable(Allocator.in(Arena.global()), -1))
        .isInstanceOf(InvalidRequest.class);
  }

  /**
   * One writer puts rows whose key is a function of the ordinal and publishes the count; readers
   * take a count and demand that every key leads to exactly the rows below it.
   */
  @Test
  void readersBesideTheWriterFindEveryRowOfTheirSnapshot() throws Exception {
    for (int round = 0; round < 20; round++) {
      readBesideTheWriter(20_000, round % 2 == 0 ? 500 : 50_000);
    }
  }

  private static void readBesideTheWriter(int rows, int keys) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      PublishedTable published = new PublishedTable(new MemoryKeyTable(Allocator.in(arena), 0));
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        Future<Integer> one = threads.submit(() -> published.readUntil(rows, keys, 1));
        Future<Integer> two = threads.submit(() -> published.readUntil(rows, keys, 2));
        threads.submit(() -> published.write(rows, keys)).get();
        assertThat(one.get()).isPositive();
        assertThat(two.get()).isPositive();
      } finally {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  /** A table and how many of its rows readers may rely on. */
  private static final class PublishedTable {
    private final MemoryKeyTable table;
    private volatile int rowCount;

    PublishedTable(MemoryKeyTable table) {
      this.table = table;
    }

    void write(int rows, int keys) {
      for (int row = 0; row < rows; row++) {
        table.put(hashOfKey(row % keys));
        rowCount = row + 1;
      }
    }

    /** Checks random keys until the writer is done; returns how many. */
    int readUntil(int rows, int keys, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int checked = 0;
      for (int snapshot = rowCount; snapshot < rows || checked == 0; snapshot = rowCount) {
        if (snapshot > 0) {
          // Half of the looks go to the newest row, which is the likeliest to be missed.
          int row = random.nextBoolean() ? snapshot - 1 : random.nextInt(snapshot);
          check(snapshot, row, keys);
          checked++;
        }
      }
      return checked;
    }

    private void check(int snapshot, int row, int keys) {
      int key = row % keys;
      long hash = hashOfKey(key);
      int expected = key + (snapshot - 1 - key) / keys * keys;
      for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
        int ordinal = table.ordinal(at);
        if (ordinal < snapshot && ordinal % keys == key) {
          assertThat(ordinal).isEqualTo(expected);
          expected -= keys;
        }
      }
      assertThat(expected).as("older rows of key %d at %d rows", key, snapshot).isNegative();
    }

    /** Every fourth key shares its hash with another one. */
    private static long hashOfKey(int key) {
      return (key % 4 == 0 ? key + 1 : key) * 0x9E3779B97F4A7C15L;
    }
  }
}
