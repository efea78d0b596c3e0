package dev.pilum.cli;

import dev.pilum.cli.measure.WriteTrial;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures durable writes. */
@Command(
    name = "write",
    description = {
      "Measure durable writes beside a bare force of the same bytes, in turns, in one run: single"
          + " upserts by one thread and by eight, and a bulk add (median of five). Rows have a key,"
          + " 128 float32 coordinates and 60 characters of text."
    },
    footer = {
      "",
      "Examples:",
      "  pilum bench write --json",
      "  pilum bench write /mnt/disk2/try --json"
    })
final class BenchWriteCommand implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "A new folder to write to, and to keep; by default one that is deleted again.")
  private @Nullable Path folder;

  @Option(
      names = "--upserts",
      paramLabel = "N",
      description = "Single upserts per measurement; ${DEFAULT-VALUE} by default.")
  private int upserts = 4_000;

  @Option(
      names = "--bulk-rows",
      paramLabel = "N",
      description = "Rows of the bulk add; ${DEFAULT-VALUE} by default.")
  private int bulkRows = 100_000;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (ScratchFolder scratch = ScratchFolder.at(folder)) {
      options
          .output()
          .record(new WriteTrial(scratch.path(), upserts, bulkRows, options.err()).run());
    } catch (IOException e) {
      throw new StorageFailure("cannot write to the folder: " + e.getMessage(), e);
    }
  }
}
