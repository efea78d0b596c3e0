package dev.pilum.testkit.concurrent;

import static dev.pilum.filter.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.SearchResult;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.table.TableInvariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accounts of which half are left and half are right. Each write is one batch that moves money and
 * has two accounts change sides, so that of no version the sum or a half differs: whoever sees
 * another sum, or rows that no version had, saw a batch in half. {@code -Dpilum.real.scale=20}
 * makes it long.
 */
class SnapshotHistoryTest {
  private static final int TRANSFERS = 1_200 * Integer.getInteger("pilum.real.scale", 1);
  private static final int WRITERS = 4;
  private static final int READERS = 4;
  private static final int ACCOUNTS = 32;
  private static final int HALF = ACCOUNTS / 2;
  private static final long TOTAL = 1_000L * ACCOUNTS;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .text("side")
          .field("balance", Types.int64())
          .vector("v", 2, Metric.L2)
          .build();
  private static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(8 << 10)
          .withMaximumSegments(2)
          .withGraphMinimumRows(16);

  @TempDir private Path folder;

  private final TransferLog log = new TransferLog();
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  @Timeout(600)
  void everyReadSeesAllOfOneVersionAndNothingElse()
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("seed", 0x5EED);
    SplittableRandom random = new SplittableRandom(seed);
    try (Database database = Database.open(folder, TINY)) {
      Table table = database.createTable("t", SCHEMA);
      begin(table);
      List<Rounds.Work> works = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        SplittableRandom own = random.split();
        works.add(() -> write(table, writer, own));
      }
      for (int i = 0; i < READERS; i++) {
        SplittableRandom own = random.split();
        works.add(() -> read(table, own));
      }
      works.add(() -> keepUp(table));
      Rounds.runAll(works);
      assertThat(log.neverThere()).as("what no version was, seed %d", seed).isEmpty();
      TableInvariants.check(table);
      System.out.printf(
          "%d reads beside %d transfers: each saw one version; seed %d%n",
          log.size(), table.version(), seed);
    }
  }

  private void begin(Table table) {
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < ACCOUNTS; id++) {
      rows.add(row(id, id % 2 == 0, 1_000));
    }
    log.wrote(table.upsert(rows).version(), rows);
  }

  /** Each writer has accounts of its own, so that it knows what they hold. */
  private void write(Table table, int writer, SplittableRandom random) {
    try {
      List<Row> own = new ArrayList<>();
      for (long id = 0; id < ACCOUNTS; id++) {
        if (id / 2 % WRITERS == writer) {
          own.add(row(id, id % 2 == 0, 1_000));
        }
      }
      for (int i = 0; i < TRANSFERS / WRITERS; i++) {
        transfer(table, own, random);
      }
    } finally {
      writing.decrementAndGet();
    }
  }

  private void transfer(Table table, List<Row> own, SplittableRandom random) {
    int from = draw(own, "left", random);
    int to = draw(own, "right", random);
    long amount = random.nextLong(1, 100);
    own.set(from, moved(own.get(from), false, -amount));
    own.set(to, moved(own.get(to), true, amount));
    List<Row> batch = List.of(own.get(from), own.get(to));
    log.wrote(table.upsert(batch).version(), batch);
  }

  private static int draw(List<Row> own, String side, SplittableRandom random) {
    int at = random.nextInt(own.size());
    while (!side.equals(own.get(at).text("side"))) {
      at = (at + 1) % own.size();
    }
    return at;
  }

  private static Row moved(Row row, boolean left, long amount) {
    return row((long) row.get("id"), left, (long) row.get("balance") + amount);
  }

  private static Row row(long id, boolean left, long balance) {
    return Row.of(
        "id", id, "side", left ? "left" : "right", "balance", balance, "v", vector(left, balance));
  }

  /** Left rows are near (-1e6, 0), right ones near (1e6, 0). */
  private static float[] vector(boolean left, long balance) {
    return new float[] {(left ? -1e6f : 1e6f) + balance, 0};
  }

  private void keepUp(Table table) {
    for (int i = 0; writing.get() > 0; i++) {
      table.createIndex("side", ScalarIndex.BITMAP);
      table.flush();
      if (i % 2 == 0) {
        table.dropIndex("side", ScalarIndex.BITMAP);
      }
      table.optimize();
    }
  }

  private void read(Table table, SplittableRandom random) {
    long newest = 0;
    while (writing.get() > 0) {
      long least = Math.max(newest, log.acknowledged());
      switch (random.nextInt(4)) {
        case 0 -> newest = readSnapshot(table, least);
        case 1 -> log.saw(least, Long.MAX_VALUE, wholeScan(table));
        case 2 -> log.saw(least, Long.MAX_VALUE, slowly(table));
        default -> checkHalves(table);
      }
    }
  }

  private long readSnapshot(Table table, long least) {
    try (Snapshot snapshot = table.snapshot()) {
      long version = snapshot.version();
      assertThat(version)
          .as("no version older than one that was seen")
          .isGreaterThanOrEqualTo(least);
      log.saw(version, version, wholeScan(snapshot));
      checkHalves(snapshot);
      log.saw(version, version, slowly(snapshot));
      log.saw(version, version, nearest(snapshot, true, ACCOUNTS));
      assertThat(snapshot.version()).isEqualTo(version);
      return version;
    }
  }

  private static List<Row> wholeScan(Reader reader) {
    List<Row> rows = reader.scan().rows();
    assertThat(rows.stream().mapToLong(row -> (long) row.get("balance")).sum()).isEqualTo(TOTAL);
    return rows;
  }

  /** Reads batch by batch, while writers go on. */
  private static List<Row> slowly(Reader reader) {
    List<Row> rows = new ArrayList<>();
    try (BatchReader batches = reader.scan().batches(5)) {
      while (batches.hasNext()) {
        addRows(batches.next(), rows);
      }
    }
    return rows;
  }

  private static void addRows(Batch batch, List<Row> rows) {
    for (int i = 0; i < batch.rowCount(); i++) {
      rows.add(
          Row.of(
              "id", batch.column("id").valueAt(i),
              "side", batch.column("side").valueAt(i),
              "balance", batch.column("balance").valueAt(i),
              "v", batch.column("v").valueAt(i)));
    }
  }

  private static void checkHalves(Reader reader) {
    assertThat(reader.count()).isEqualTo(ACCOUNTS);
    assertThat(reader.count(eq("side", "left"))).as("filtered").isEqualTo(HALF);
    assertThat(reader.scan().groupCount("side")).extracting("count").containsOnly((long) HALF);
    assertThat(reader.searchText("side", "left").limit(ACCOUNTS).hits()).as("text").hasSize(HALF);
    assertThat(nearest(reader, true, HALF)).extracting(row -> row.get("side")).containsOnly("left");
    assertThat(reader.search("v", vector(true, 0)).text("side", "left").limit(HALF).hits())
        .as("hybrid")
        .extracting(hit -> hit.row().get("side"))
        .hasSize(HALF)
        .containsOnly("left");
    checkOneVersion(reader);
  }

  private static List<Row> nearest(Reader reader, boolean left, int limit) {
    List<Hit> hits = reader.search("v", vector(left, 0)).exact().limit(limit).hits();
    return hits.stream().map(Hit::row).toList();
  }

  /** Searches that run together find the same rows on the left, by place and by filter. */
  private static void checkOneVersion(Reader reader) {
    var search = reader.search("v", vector(true, 0)).exact().limit(HALF);
    List<SearchResult<Hit>> both =
        reader.searchAll(List.of(search, search.where(eq("side", "left"))));
    assertThat(ids(both.get(0).hits())).hasSize(HALF).isEqualTo(ids(both.get(1).hits()));
  }

  private static List<@Nullable Object> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.row().get("id")).toList();
  }
}
