package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.storage.arrow.ArrowFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole results, batch by batch. */
class ScanBatchesTest {
  private static final Schema WORDS =
      Schema.builder().key("id", Types.int64()).field("word", Types.utf8()).build();

  @TempDir private Path folder;

  @Test
  void theBatchesTogetherAreTheRowsOfTheScanWhateverItAsksFor() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", RandomRows.EVERY_TYPE);
      addInTwoParts(table, 11);
      table.deleteWhere("id % 11 = 3");
      Random random = new Random(12);
      test.inEveryPlace(
          "t",
          reader -> {
            for (Scan scan : scans(reader)) {
              int size = 1 + random.nextInt(130);
              assertThat(read(scan.batches(size), size).toString())
                  .as("batches of %d", size)
                  .isEqualTo(values(scan.batch()).toString());
            }
          });
    }
  }

  @Test
  void laterWritesAndMergesDoNotMoveTheBatches() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      table.add(words(0, 1_000, "old"));
      table.flush();
      table.add(words(1_000, 2_000, "old"));
      int words = 0;
      try (BatchReader batches = table.scan().select("word").batches(100)) {
        table.upsert(words(0, 500, "new"));
        table.deleteWhere("id >= 900");
        table.optimize();
        while (batches.hasNext()) {
          Batch batch = batches.next();
          for (int row = 0; row < batch.rowCount(); row++) {
            assertThat(batch.column("word").textAt(row)).isEqualTo("old");
            words++;
          }
        }
      }
      assertThat(words).isEqualTo(2_000);
      assertThat(table.count("word = 'new'")).isEqualTo(500);
    }
  }

  @Test
  void aBatchOutlivesItsReaderAndTheDatabase() {
    Batch first;
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      table.add(words(0, 10, "w"));
      table.flush();
      try (BatchReader batches = table.scan().batches(4)) {
        first = batches.next();
        batches.next();
      }
    }
    assertThat(first.column("id").longAt(3)).isEqualTo(3);
    assertThat(first.column("word").textAt(3)).isEqualTo("w");
  }

  @Test
  void anEmptyResultHasColumnsAndNoBatch() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      try (BatchReader batches = table.scan().select("word").batches(4)) {
        assertThat(batches.fields().stream().map(Field::name)).containsExactly("word");
        assertThat(batches.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
      }
      assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> table.scan().batches(0));
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.scan().orderBy(Order.ascending("wrod")).batches(1));
    }
  }

  @Test
  void largeRowsMakeSmallBatches() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      String megabyte = "x".repeat(1 << 20);
      table.add(words(0, 1_000, "small"));
      for (long id = 1_000; id < 1_020; id++) {
        table.add(List.of(Row.of("id", id, "word", megabyte)));
      }
      table.flush();
      List<Integer> sizes = new ArrayList<>();
      try (BatchReader batches = table.scan().where("id >= 1000").batches(1_000)) {
        batches.forEachRemaining(batch -> sizes.add(batch.rowCount()));
      }
      assertThat(sizes).containsExactly(8, 8, 4);
    }
  }

  @Test
  void anArrowFileIsTheResultAndTellsItsKey() throws IOException {
    try (TestDatabase test = new TestDatabase(folder.resolve("db"))) {
      Table table = test.get().createTable("t", RandomRows.EVERY_TYPE);
      addInTwoParts(table, 13);
      Scan scan = table.scan().where("id % 3 = 0").orderBy(Order.descending("id"));
      Path file = folder.resolve("rows.arrow");
      try (OutputStream target = Files.newOutputStream(file)) {
        assertThat(scan.writeArrowFile(target)).isEqualTo(scan.count());
      }
      try (Arena arena = Arena.ofConfined()) {
        ArrowFile read =
            ArrowFileReader.open(DiskFileStore.open(folder), "rows.arrow", Files.size(file), arena);
        assertThat(read.schema().toSchema()).isEqualTo(table.schema());
        assertThat(values(Batch.wrap(read.batch())).toString())
            .isEqualTo(values(scan.batch()).toString());
      }
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      assertThat(scan.limit(7).writeArrowStream(stream)).isEqualTo(7);
      assertThat(stream.toByteArray())
          .startsWith(-1, -1, -1, -1)
          .endsWith(-1, -1, -1, -1, 0, 0, 0, 0);
    }
  }

  @Test
  void aClosedReaderSaysSo() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      table.add(words(0, 10, "w"));
      BatchReader batches = table.scan().batches(4);
      assertThat(batches.hasNext()).isTrue();
      batches.close();
      batches.close();
      assertThatExceptionOfType(Closed.class).isThrownBy(batches::hasNext);
      assertThatExceptionOfType(Closed.class).isThrownBy(batches::next);
    }
  }

  @Test
  void theThreadThatReadsIsTheOneWhoseInterruptCounts() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      table.add(words(0, 1_000, "w"));
      try (BatchReader batches = table.scan().batches(300)) {
        Thread.currentThread().interrupt();
        assertThat(CompletableFuture.supplyAsync(batches::next).join().rowCount()).isEqualTo(300);
        assertThatExceptionOfType(Cancelled.class).isThrownBy(batches::next);
        assertThat(Thread.interrupted()).isTrue();
      }
      try (BatchReader late = table.scan().timeout(Duration.ofNanos(1)).batches(300)) {
        assertThatExceptionOfType(Cancelled.class).isThrownBy(late::next);
      }
    }
  }

  /** A cursor that was stopped half-way has passed over rows that no batch has. */
  @Test
  void whoWasInterruptedMissesNoRowByGoingOn() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", WORDS);
      table.add(words(0, 1_000, "w"));
      try (BatchReader batches = table.scan().batches(1_000)) {
        assertThat(batches.hasNext()).isTrue();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(Cancelled.class).isThrownBy(batches::next);
        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(Closed.class).isThrownBy(batches::next);
        assertThatExceptionOfType(Closed.class).isThrownBy(batches::hasNext);
      }
    }
  }

  private static void addInTwoParts(Table table, long seed) {
    RandomRows random = new RandomRows(seed);
    List<? extends Map<String, ?>> rows = random.rows(RandomRows.EVERY_TYPE, 400);
    while (rows.size() < 150) {
      rows = random.rows(RandomRows.EVERY_TYPE, 400);
    }
    table.add(rows.subList(0, 100));
    table.flush();
    table.add(rows.subList(100, rows.size()));
  }

  private static List<Scan> scans(Reader reader) {
    Scan all = reader.scan();
    return List.of(
        all,
        all.where("i32 > 0 OR bool"),
        all.select("text", "id", "tags"),
        all.offset(130).limit(60),
        all.where("id % 2 = 0").offset(5),
        all.orderBy(Order.descending("f64"), Order.ascending("id")),
        all.where("text IS NOT NULL").orderBy(Order.ascending("text")).offset(3).limit(40),
        all.sample(70, 5),
        all.limit(0));
  }

  private static List<List<@Nullable Object>> read(BatchReader reader, int size) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (reader) {
      while (reader.hasNext()) {
        Batch batch = reader.next();
        assertThat(batch.rowCount()).isBetween(1, size);
        assertThat(batch.names()).isEqualTo(reader.fields().stream().map(Field::name).toList());
        assertThat(batch.rowCount() == size || !reader.hasNext()).isTrue();
        rows.addAll(values(batch));
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> values(Batch batch) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < batch.rowCount(); row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (String name : batch.names()) {
        values.add(shown(batch.column(name).valueAt(row)));
      }
      rows.add(values);
    }
    return rows;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> Arrays.toString(bytes);
      case float[] vector -> Arrays.toString(vector);
      case List<?> list -> list.stream().map(ScanBatchesTest::shown).toList().toString();
      case null -> null;
      default -> value;
    };
  }

  private static List<Row> words(long from, long to, String word) {
    return LongStream.range(from, to).mapToObj(id -> Row.of("id", id, "word", word)).toList();
  }
}
