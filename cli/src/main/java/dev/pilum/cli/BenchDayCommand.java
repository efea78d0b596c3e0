package dev.pilum.cli;

import dev.pilum.Row;
import dev.pilum.cli.life.Day;
import dev.pilum.cli.life.DayTrial;
import dev.pilum.cli.output.Format;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a day of writes and searches. */
@Command(
    name = "day",
    sortOptions = false,
    description = {
      "Measure a day of an agent's memory, its hours compressed: small commits of new, replaced and"
          + " forgotten rows at a steady rate, beside them a client that searches by vector, by"
          + " vector and filter, and by words; every sixth hour the writer pauses, at night the"
          + " table is optimized.",
      "",
      "Before, the same day is rehearsed, faster and on another table, so that the JIT has compiled"
          + " what upkeep does seldom: in a process that has just begun, searches beside merges"
          + " mostly wait for it.",
      "",
      "Prints a line for each hour: rows, files, bytes on the disk, bytes that users wrote and that"
          + " went to the disk. The last line has the write amplification, and how long searches"
          + " took when nothing went on, beside writes, flushes and merges, and while the table is"
          + " optimized, from the first pause on."
    },
    footer = {"", "Examples:", "  pilum bench day", "  pilum bench day --rows 20000 --json"})
final class BenchDayCommand implements Runnable {
  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows written during the day; ${DEFAULT-VALUE} by default.")
  private int rows = 100_000;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Coordinates of the vectors; ${DEFAULT-VALUE} by default.")
  private int dimension = 128;

  @Option(
      names = "--hour",
      paramLabel = "MILLIS",
      description = "How long an hour takes; ${DEFAULT-VALUE} by default.")
  private int hourMillis = 5_000;

  @Option(
      names = "--rehearsal",
      paramLabel = "MILLIS",
      description =
          "How long an hour of the rehearsal takes, 0 for none; a fifth of --hour by default.")
  private @Nullable Integer rehearsalMillis;

  @Option(
      names = "--searches",
      paramLabel = "N",
      description = "Searches per second; ${DEFAULT-VALUE} by default.")
  private int searches = 200;

  @Option(
      names = "--memtable",
      paramLabel = "KIB",
      description =
          "Memory for new rows, in KiB: the less, the more flushes and merges there are;"
              + " ${DEFAULT-VALUE} by default.")
  private int memtableKib = 4_096;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "An empty folder for the table, and to keep; by default one that is deleted.")
  private @Nullable Path data;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    int hour = Math.max(1, hourMillis);
    int rehearsal = rehearsalMillis == null ? Math.max(1, hour / 5) : rehearsalMillis;
    try (ScratchFolder scratch = ScratchFolder.at(data)) {
      if (rehearsal > 0) {
        rehearse(rehearsal);
      }
      show(new DayTrial(scratch.path(), day(hour), options.err()).run());
    }
  }

  private void rehearse(int millisPerHour) {
    try (ScratchFolder scratch = ScratchFolder.at(null)) {
      new DayTrial(scratch.path(), day(millisPerHour), options.err()).run();
    }
  }

  private Day day(int millisPerHour) {
    return new Day(
        Math.max(1, rows),
        Math.max(1, dimension),
        millisPerHour,
        Math.max(1, searches),
        (long) memtableKib << 10);
  }

  private void show(List<Row> lines) {
    if (options.format() == Format.JSON) {
      lines.forEach(options.output()::record);
    } else {
      List<Row> hours = lines.subList(0, lines.size() - 1);
      options.output().rows(List.copyOf(hours.getFirst().keySet()), hours);
      options.output().record(lines.getLast());
    }
  }
}
