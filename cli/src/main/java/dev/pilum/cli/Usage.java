package dev.pilum.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What a command that only groups others does by itself. */
final class Usage {
  private Usage() {}

  /**
   * Shows the help of {@code command}, which picocli has set, and returns the exit code for wrong
   * usage.
   */
  static int show(@Nullable CommandSpec command) {
    assert command != null : "picocli sets it";
    CommandLine line = command.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE;
  }
}
