package dev.pilum.cli.life;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.Version;
import dev.pilum.cli.measure.Latencies;
import dev.pilum.cli.output.Progress;
import dev.pilum.storage.schema.Retention;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What thousands of commits of one row cost, all of them kept as versions: twice, once as the table
 * likes it, once with a flush every few commits, as if it were closed and opened again and again.
 */
public final class VersionsTrial {
  private static final int LISTED = 20;
  private static final int CHECKED_OUT = 50;
  private static final int SEARCHED = 20;
  private static final int BATCH_ROWS = 5_000;

  private final Path folder;
  private final Size size;
  private final PrintWriter err;

  /** Prepares a trial in a folder that is there and empty. */
  public VersionsTrial(Path folder, Size size, PrintWriter err) {
    this.folder = folder;
    this.size = size;
    this.err = err;
  }

  /**
   * How large it is.
   *
   * @param commits of one row each
   * @param dimension of the vectors
   * @param flushEvery commits from flush to flush in the second life
   */
  public record Size(int commits, int dimension, int flushEvery) {}

  /** Returns a line of figures for each of the two lives. */
  public List<Row> run() {
    return List.of(
        new Life("as it comes", Integer.MAX_VALUE).live(folder.resolve("as-it-comes")),
        new Life("flushed every " + size.flushEvery() + " commits", size.flushEvery())
            .live(folder.resolve("flushed")));
  }

  /** One table, and beside it what it must hold. */
  private final class Life {
    private final int flushEvery;
    private final Memories memories = new Memories(Memories.SEED, size.dimension());
    private final SplittableRandom random = memories.random();
    private final MemoryHistory history = new MemoryHistory();
    private final List<Long> ids = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    Life(String name, int flushEvery) {
      this.flushEvery = flushEvery;
      figures.put("life", name);
      figures.put("commits", size.commits());
      figures.put("dimension", size.dimension());
      figures.put("seed", Memories.SEED);
    }

    Row live(Path place) {
      Path kept = place.resolve("kept");
      try (Database database = Database.open(kept)) {
        Table table = database.createTable("memories", Memory.schema(size.dimension()));
        table.setRetention(Retention.ALL);
        commitAll(table);
        list(table);
        checkOut(table, "checkout");
        search(table);
        table.awaitUpkeep();
        put("kept", table.stats());
      }
      long start = System.nanoTime();
      try (Database database = Database.open(kept)) {
        Table table = database.openTable("memories");
        figures.put("reopenMillis", millisSince(start));
        checkOut(table, "reopenedCheckout");
        start = System.nanoTime();
        table.setRetention(Retention.NEWEST);
        table.optimize();
        figures.put("cleanupMillis", millisSince(start));
        TableStats cleaned = table.stats();
        put("cleaned", cleaned);
        fresh(place.resolve("fresh"), table.scan().rows(), cleaned.diskBytes());
      }
      return Row.copyOf(figures);
    }

    private void commitAll(Table table) {
      Progress progress = Progress.start(err, figures.get("life") + "", size.commits());
      Latencies each = new Latencies();
      long nextId = 0;
      for (int i = 1; i <= size.commits(); i++) {
        int drawn = ids.isEmpty() ? 0 : random.nextInt(10);
        int at = ids.isEmpty() ? 0 : random.nextInt(ids.size());
        if (drawn == 9) {
          each.add(delete(table, at));
        } else if (drawn >= 7) {
          each.add(upsert(table, memories.next(ids.get(at), i)));
        } else {
          ids.add(nextId);
          each.add(upsert(table, memories.next(nextId++, i)));
        }
        if (i % flushEvery == 0) {
          table.flush();
        }
        progress.advance(1);
      }
      progress.wipe();
      figures.put("rows", table.count());
      figures.put("commitP50Micros", each.percentileMicros(50));
      figures.put("commitP99Micros", each.percentileMicros(99));
    }

    private long upsert(Table table, Memory memory) {
      history.upserted(memory);
      Row row = memory.row();
      long start = System.nanoTime();
      table.upsert(row);
      return System.nanoTime() - start;
    }

    private long delete(Table table, int at) {
      long id = ids.get(at);
      ids.set(at, ids.getLast());
      ids.removeLast();
      history.deleted(id);
      long start = System.nanoTime();
      table.delete(id);
      return System.nanoTime() - start;
    }

    private void list(Table table) {
      Latencies each = new Latencies();
      int versions = 0;
      for (int i = 0; i < LISTED; i++) {
        long start = System.nanoTime();
        List<Version> listed = table.versions();
        each.add(System.nanoTime() - start);
        versions = listed.size();
      }
      figures.put("versions", versions);
      figures.put("listP50Micros", each.percentileMicros(50));
      figures.put("listMaxMicros", each.percentileMicros(100));
    }

    private void checkOut(Table table, String name) {
      Latencies each = new Latencies();
      for (int i = 0; i < CHECKED_OUT; i++) {
        long version = 1L + random.nextInt(size.commits());
        long start = System.nanoTime();
        table.checkout(version).close();
        each.add(System.nanoTime() - start);
      }
      figures.put(name + "P50Micros", each.percentileMicros(50));
      figures.put(name + "MaxMicros", each.percentileMicros(100));
    }

    private void search(Table table) {
      OldAnswers answers = new OldAnswers(memories);
      for (int i = 0; i < SEARCHED; i++) {
        long version = 1L + random.nextInt(size.commits());
        try (Snapshot old = table.checkout(version)) {
          answers.ask(old, history.at(version));
        }
      }
      figures.put("answers", answers.asked());
      figures.put("wrongAnswers", answers.wrong());
      figures.put("recallAtDefaults", answers.recall());
    }

    /** Compares with a table that never had anything but these rows. */
    private void fresh(Path place, List<Row> rows, long cleanedBytes) {
      try (Database database = Database.open(place)) {
        Table table = database.createTable("memories", Memory.schema(size.dimension()));
        for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
          table.add(rows.subList(from, Math.min(rows.size(), from + BATCH_ROWS)));
        }
        table.optimize();
        TableStats fresh = table.stats();
        put("fresh", fresh);
        figures.put("cleanedToFresh", (double) cleanedBytes / fresh.diskBytes());
      }
    }

    private void put(String name, TableStats stats) {
      figures.put(name + "Files", stats.files());
      figures.put(name + "Bytes", stats.diskBytes());
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }
}
