package dev.pilum.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the commands that measure this machine. */
@Command(
    name = "bench",
    description = "Measure Pilum on this machine and this disk.",
    subcommands = {
      BenchWriteCommand.class,
      BenchAnnCommand.class,
      BenchCompareCommand.class,
      BenchQualityCommand.class,
      BenchTextCommand.class,
      BenchVersionsCommand.class,
      BenchDayCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class BenchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  /** Without a command: shows which there are. */
  @Override
  public Integer call() {
    return Usage.show(command);
  }
}
