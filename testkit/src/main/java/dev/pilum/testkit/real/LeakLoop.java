package dev.pilum.testkit.real;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.schema.ScalarIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Opens and closes a database, then creates and drops a table, again and again in one process, and
 * says what that cost the process: descriptors, maps, threads, memory. Needs {@code /proc}.
 */
public final class LeakLoop {
  /** By then the classes are there, their code is compiled, and pools have their size. */
  private static final int WARM_UP_CYCLES = 40;

  private static final int SLOTS = 12;

  /** Threads of a closed database end by themselves; they get so long. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Path folder;
  private long write;

  private LeakLoop(Path folder) {
    this.folder = folder;
  }

  /** What the process has open. */
  record Usage(long descriptors, long maps, long mapsOfFolder, long threads, long residentKib) {
    @Override
    public String toString() {
      return "%d descriptors, %d maps (%d of the database), %d threads, %d KiB resident"
          .formatted(descriptors, maps, mapsOfFolder, threads, residentKib);
    }
  }

  /**
   * Runs both loops; for each prints what was open before and after, and the growth as five
   * numbers.
   *
   * @param arguments how many cycles of each; a folder that does not exist yet
   */
  public static void main(String[] arguments) throws IOException {
    int cycles = Integer.parseInt(arguments[0]);
    LeakLoop loop = new LeakLoop(Path.of(arguments[1]));
    loop.run("open/close", cycles, loop::openAndClose);
    try (Database database = Database.open(loop.folder, LoadTable.options(Durability.FORCED))) {
      loop.run("create/drop", cycles, () -> loop.createAndDrop(database));
    }
  }

  private void run(String name, int cycles, Runnable cycle) throws IOException {
    for (int i = 0; i < WARM_UP_CYCLES; i++) {
      cycle.run();
    }
    Usage before = settledUsage(Long.MAX_VALUE);
    for (int i = 0; i < cycles; i++) {
      cycle.run();
    }
    Usage after = settledUsage(before.threads());
    System.out.printf("%s, %d cycles: before %s; after %s%n", name, cycles, before, after);
    System.out.printf(
        "growth %d %d %d %d %d%n",
        after.descriptors() - before.descriptors(),
        after.maps() - before.maps(),
        after.mapsOfFolder() - before.mapsOfFolder(),
        after.threads() - before.threads(),
        after.residentKib() - before.residentKib());
  }

  private void openAndClose() {
    try (Database database = Database.open(folder, LoadTable.options(Durability.FORCED))) {
      exercise(database.createTableIfAbsent(LoadTable.NAME, LoadTable.schema()));
    }
    try (Database database = Database.openReadOnly(folder)) {
      LoadTable.require(database.openTable(LoadTable.NAME).count() > 0, "rows");
    }
  }

  private void createAndDrop(Database database) {
    exercise(database.createTable("other", LoadTable.schema()));
    database.dropTable("other");
  }

  private void exercise(Table table) {
    table.createIndex("slot", ScalarIndex.BITMAP);
    for (int i = 0; i < SLOTS; i++) {
      table.upsert(LoadTable.rows("s" + i, ++write));
      if (i == SLOTS / 2) {
        table.flush();
      }
    }
    try (Snapshot snapshot = table.snapshot()) {
      table.flush();
      LoadTable.require(snapshot.count() == table.count(), "rows of a snapshot");
    }
    LoadTable.checkFound(table, "s1", write - SLOTS + 2);
    table.awaitUpkeep();
  }

  private Usage settledUsage(long threads) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    System.gc();
    while (count("/proc/self/task") > threads && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"));
        Stream<String> ours = Files.lines(Path.of("/proc/self/maps"))) {
      return new Usage(
          count("/proc/self/fd"),
          maps.count(),
          ours.filter(line -> line.contains(folder.toString())).count(),
          count("/proc/self/task"),
          residentKib());
    }
  }

  private static long count(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.count();
    }
  }

  private static long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("/proc/self/status does not say VmRSS");
  }
}
