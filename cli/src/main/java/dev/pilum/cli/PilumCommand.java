package dev.pilum.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "pilum",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    subcommands = {
      QuickstartCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      SearchCommand.class,
      GetCommand.class,
      HeadCommand.class,
      TablesCommand.class,
      SchemaCommand.class,
      AlterCommand.class,
      MergeCommand.class,
      StatsCommand.class,
      VersionsCommand.class,
      ChangesCommand.class,
      TagCommand.class,
      KeepCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      RepairCommand.class,
      BackupCommand.class,
      SyncCommand.class,
      BenchCommand.class
    },
    description = "The embedded vector database for the JVM.",
    footer = {"", "Start with:", "  pilum quickstart", "  pilum import --help"},
    synopsisSubcommandLabel = "COMMAND")
final class PilumCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  boolean stacktrace;

  /** Without a command: shows which there are. */
  @Override
  public Integer call() {
    return Usage.show(command);
  }
}
