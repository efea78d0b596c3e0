package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Merges are built beside commits and flushes, and what dies or comes meanwhile is right afterwards
 * and after any power cut, though the logs that told of it are gone.
 */
class FlushBesideMergeTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .text("body", "whitespace")
          .vector("at", 2, Metric.L2)
          .build();

  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(8).withMaximumSegments(8);

  private static final List<String> WORDS = List.of("graph", "walk", "row", "tree");
  private static final int CUTS_ONE_IN = 8;
  private static final long SEED = Long.getLong("seed", 0xF1B5);

  @Test
  void aFlushCompletesWhileAMergeIsHeld() throws Exception {
    SimulatedFileStore disk = new SimulatedFileStore(SEED);
    GatedFiles files = new GatedFiles(disk);
    Map<Long, String> model;
    try (Database database = Database.open(new SimulatedEnv(files, SEED), OPTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Table table = database.createTable("t", SCHEMA);
      model = twoSegments(table, new SplittableRandom(SEED));
      GatedFiles.Gate gate = files.gateAt(".arrow");
      Future<?> merge = threads.submit(table::optimize);
      gate.awaitArrival();
      table.deleteAll(List.of(0L, 25L));
      model.remove(0L);
      model.remove(25L);
      upsert(table, model, 100, "tree");
      Future<?> flush = threads.submit(table::flush);
      try {
        flush.get(20, TimeUnit.SECONDS);
        assertThat(table.stats().segments()).as("while the merge is held").hasSize(3);
        check(table, model, "while the merge is held");
      } finally {
        gate.open();
      }
      merge.get(20, TimeUnit.SECONDS);
      assertThat(table.stats().segments()).as("after the merge").hasSize(2);
      check(table, model, "after the merge");
    }
    checkImage(disk, model, "reopened");
  }

  @Test
  void whatDiesDuringAMergeStaysDeadThoughItsLogIsGone() {
    int cuts = 0;
    for (long seed = SEED; seed < SEED + 2; seed++) {
      int moment = 0;
      int injected = 1;
      while (injected > 0) {
        injected = live(seed, moment++);
        cuts += injected;
      }
      assertThat(moment).as("moments of a merge with seed %d", seed).isGreaterThan(5);
    }
    assertThat(cuts).as("power cuts").isGreaterThan(50);
  }

  /**
   * Merges, and at some moment of it deletes, upserts and flushes; returns how many power cuts
   * after that were recovered from, 0 when the merge was over before.
   */
  private static int live(long seed, int moment) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    List<SimulatedFileStore> images = new ArrayList<>();
    Map<Long, String> model;
    try (Database database = Database.open(SimulatedEnv.inline(disk, seed), OPTIONS)) {
      Table table = database.createTable("t", SCHEMA);
      model = twoSegments(table, random);
      Beside beside = new Beside(disk, table, model, random, moment, images);
      disk.follow(beside::at);
      table.optimize();
      disk.follow(operation -> Fault.NONE);
      check(table, model, "seed %d, moment %d".formatted(seed, moment));
    }
    for (int i = 0; i < images.size(); i++) {
      checkImage(
          images.get(i),
          model,
          "seed %d, moment %d, cut %d of %d".formatted(seed, moment, i, images.size()));
    }
    return images.size();
  }

  /** What happens at one moment of a merge, and a copy of the disk at each one after it. */
  private static final class Beside {
    private final SimulatedFileStore disk;
    private final Table table;
    private final Map<Long, String> model;
    private final SplittableRandom random;
    private final List<SimulatedFileStore> images;
    private int left;
    private boolean writing;

    Beside(
        SimulatedFileStore disk,
        Table table,
        Map<Long, String> model,
        SplittableRandom random,
        int moment,
        List<SimulatedFileStore> images) {
      this.disk = disk;
      this.table = table;
      this.model = model;
      this.random = random;
      this.left = moment;
      this.images = images;
    }

    Fault at(Operation operation) {
      if (writing || !operation.kind().isWrite()) {
        return Fault.NONE;
      }
      if (left < 0) {
        if (random.nextInt(CUTS_ONE_IN) == 0) {
          images.add(disk.fork());
        }
      } else if (isOfMerge(operation) && left-- == 0) {
        writing = true;
        write();
        writing = false;
      }
      return Fault.NONE;
    }

    /** While these are written nobody else waits for a lock of the table. */
    private static boolean isOfMerge(Operation operation) {
      boolean data = operation.path().endsWith(".arrow") || operation.path().contains("/index/");
      return data && operation.kind() == OperationKind.CREATE;
    }

    private void write() {
      for (int i = 0; i < 6; i++) {
        long id = random.nextInt(40);
        table.delete(id);
        model.remove(id);
        upsert(table, model, random.nextInt(50), WORDS.get(random.nextInt(WORDS.size())));
      }
      table.flush();
      long last = random.nextInt(40); // in the log only
      table.delete(last);
      model.remove(last);
    }
  }

  /** Makes a table of two segments, the first one large enough for a graph. */
  private static Map<Long, String> twoSegments(Table table, SplittableRandom random) {
    Map<Long, String> model = new TreeMap<>();
    for (int segment = 0; segment < 2; segment++) {
      for (int i = 0; i < 20; i++) {
        String words = WORDS.get(random.nextInt(4)) + " " + WORDS.get(random.nextInt(4));
        upsert(table, model, segment * 20 + i, words);
      }
      table.flush();
      table.awaitUpkeep();
    }
    table.delete(7L);
    model.remove(7L);
    return model;
  }

  private static void upsert(Table table, Map<Long, String> model, long id, String words) {
    table.upsert(Row.of("id", id, "body", words, "at", new float[] {id, id % 7}));
    model.put(id, words);
  }

  private static void checkImage(SimulatedFileStore disk, Map<Long, String> model, String label) {
    try (Database database = Database.open(SimulatedEnv.inline(disk, 1), OPTIONS)) {
      check(database.openTable("t"), model, label);
    }
  }

  private static void check(Table table, Map<Long, String> model, String label) {
    assertThat(rows(table)).as(label).isEqualTo(model);
    for (String word : WORDS) {
      assertThat(
              table.searchText("body", word).limit(100).hits().stream()
                  .map(hit -> hit.row().get("id"))
                  .toList())
          .as("%s, %s", label, word)
          .containsExactlyInAnyOrderElementsOf(
              model.entrySet().stream()
                  .filter(entry -> List.of(entry.getValue().split(" ")).contains(word))
                  .map(Map.Entry::getKey)
                  .toList());
    }
    TableInvariants.check(table);
  }

  private static Map<Long, String> rows(Table table) {
    Map<Long, String> rows = new TreeMap<>();
    for (Row row : table.scan().rows()) {
      Object id = row.get("id");
      if (id instanceof Long key) {
        rows.put(key, String.valueOf(row.text("body")));
      }
    }
    return rows;
  }
}
