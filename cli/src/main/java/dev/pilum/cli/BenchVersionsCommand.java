package dev.pilum.cli;

import dev.pilum.cli.life.VersionsTrial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what versions cost. */
@Command(
    name = "versions",
    sortOptions = false,
    description = {
      "Measure what thousands of commits of one row cost when all are kept as versions: listing"
          + " them, checking out and searching old ones, files and bytes, before and after cleanup"
          + " and beside a new table with the same rows. Old versions are compared with a model"
          + " before figures are given: answers that differ are counted in wrongAnswers.",
      "",
      "Prints a line for a table that is left alone, and one for a table flushed every few commits."
    },
    footer = {
      "",
      "Examples:",
      "  pilum bench versions --json",
      "  pilum bench versions --commits 100000 --data /mnt/disk2/try --json"
    })
final class BenchVersionsCommand implements Runnable {
  @Option(
      names = "--commits",
      paramLabel = "N",
      description = "Commits of one row; ${DEFAULT-VALUE} by default.")
  private int commits = 10_000;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Coordinates of the vectors; ${DEFAULT-VALUE} by default.")
  private int dimension = 64;

  @Option(
      names = "--flush-every",
      paramLabel = "N",
      description = "Commits from flush to flush; ${DEFAULT-VALUE} by default.")
  private int flushEvery = 100;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "An empty folder for the tables, and to keep; by default one that is deleted.")
  private @Nullable Path data;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    VersionsTrial.Size size =
        new VersionsTrial.Size(
            Math.max(1, commits), Math.max(1, dimension), Math.max(1, flushEvery));
    try (ScratchFolder scratch = ScratchFolder.at(data)) {
      new VersionsTrial(scratch.path(), size, options.err())
          .run()
          .forEach(options.output()::record);
    }
  }
}
