package dev.pilum.cli.life;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.cli.life.Spans.State;
import dev.pilum.cli.measure.Latencies;
import dev.pilum.cli.output.Progress;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.SystemEnv;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A day of an agent's memory, its hours compressed: memories are written, replaced and forgotten in
 * small commits while somebody searches, and at night the table is optimized. Tells how the disk
 * fills, how much is written for each byte that the agent wrote, and how long searches take while
 * the table flushes and merges.
 */
public final class DayTrial {
  /**
   * So often the writer pauses for an hour: what searches take then is what others compare with.
   */
  private static final int HOURS_TO_PAUSE = 6;

  private final Path folder;
  private final Day day;
  private final PrintWriter err;
  private final Spans spans = new Spans();
  private final List<Row> lines = new ArrayList<>();
  private long warmSinceNanos;

  /** Prepares a trial in a folder that is there and empty. */
  public DayTrial(Path folder, Day day, PrintWriter err) {
    this.folder = folder;
    this.day = day;
    this.err = err;
  }

  /** Returns a line of figures for each hour, and one for the whole day. */
  public List<Row> run() {
    CountingFiles files = new CountingFiles(DiskFileStore.create(folder));
    SystemEnv env = new SystemEnv(files);
    DatabaseOptions options = DatabaseOptions.DEFAULT.withMemtableBytes(day.memtableBytes());
    try (Database database = Database.open(env, options)) {
      database.addListener(spans);
      Table table = database.createTable("memories", Memory.schema(day.dimension()));
      Diary diary = new Diary(table, new Memories(Memories.SEED, day.dimension()));
      Searcher searcher =
          new Searcher(
              table, new Memories(Memories.SEED + 1, day.dimension()), day.searchesPerSecond());
      live(table, diary, searcher, files);
      lines.add(whole(table, diary, searcher, files));
      return List.copyOf(lines);
    } finally {
      env.close();
    }
  }

  private void live(Table table, Diary diary, Searcher searcher, CountingFiles files) {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> searching = executor.submit(searcher);
      try {
        Progress progress = Progress.start(err, "a day", Day.HOURS);
        for (int hour = 0; hour < Day.HOURS; hour++) {
          write(hour, table, diary);
          lines.add(line("hour " + (hour + 1), table, diary, files));
          progress.advance(1);
        }
        long night = System.nanoTime();
        table.optimize();
        spans.note(State.OPTIMIZING, night, System.nanoTime());
        lines.add(line("night", table, diary, files));
        progress.wipe();
      } finally {
        searcher.stop();
      }
      searching.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void write(int hour, Table table, Diary diary) {
    long start = System.nanoTime();
    diary.write(hour, day.rowsPerHour(), start, day.nanosPerHour());
    if ((hour + 1) % HOURS_TO_PAUSE != 0) {
      spans.note(State.WRITING, start, System.nanoTime());
      return;
    }
    table.awaitUpkeep();
    spans.note(State.WRITING, start, System.nanoTime());
    if (warmSinceNanos == 0) {
      warmSinceNanos = System.nanoTime();
    }
    LockSupport.parkNanos(day.nanosPerHour());
  }

  private Row line(String when, Table table, Diary diary, CountingFiles files) {
    TableStats stats = table.stats();
    return Row.of(
        "when", when,
        "rows", stats.rows(),
        "rowBytes", diary.liveBytes(),
        "segments", stats.segments().size(),
        "files", stats.files(),
        "diskBytes", stats.diskBytes(),
        "userBytes", diary.writtenBytes(),
        "writtenBytes", files.writtenBytes());
  }

  private Row whole(Table table, Diary diary, Searcher searcher, CountingFiles files) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("when", "whole day");
    figures.put("dimension", day.dimension());
    figures.put("millisPerHour", day.millisPerHour());
    figures.put("memtableBytes", day.memtableBytes());
    figures.put("seed", Memories.SEED);
    figures.put("missingRows", diary.rows() - table.count());
    figures.put("commits", diary.commits());
    figures.put("commitP50Micros", diary.latencies().percentileMicros(50));
    figures.put("commitP99Micros", diary.latencies().percentileMicros(99));
    TableStats.UpkeepStats upkeep = table.stats().upkeep();
    figures.put("logBytes", upkeep.logBytes());
    figures.put("flushBytes", upkeep.flushBytes());
    figures.put("mergeBytes", upkeep.mergeBytes());
    figures.put("indexBytes", upkeep.indexBytes());
    figures.put("reservedLogBytes", files.reservedBytes());
    figures.put("writeAmplification", (double) files.writtenBytes() / diary.writtenBytes());
    searcher
        .latencies(spans, warmSinceNanos)
        .forEach((state, kinds) ->
            kinds.forEach((kind, latencies) -> {
              String name =
                  kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
              put(figures, state, name, latencies);
            }));
    searcher
        .allLatencies(spans, warmSinceNanos)
        .forEach((state, latencies) -> put(figures, state, "All", latencies));
    return Row.copyOf(figures);
  }

  private static void put(
      Map<String, Object> figures, State state, String what, Latencies latencies) {
    String name = state.name().toLowerCase(Locale.ROOT) + what;
    figures.put(name + "Searches", latencies.count());
    figures.put(name + "P50Micros", latencies.percentileMicros(50));
    figures.put(name + "P99Micros", latencies.percentileMicros(99));
    if (state != State.IDLE
        && figures.get("idle" + what + "P99Micros") instanceof Double idle
        && idle > 0) {
      figures.put(name + "P99ToIdle", latencies.percentileMicros(99) / idle);
    }
  }
}
