package dev.pilum.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is said about how commands are used. */
final class Usage {
  private Usage() {}

  /**
   * Shows the help of {@code command}, which picocli has set, and which only groups others; returns
   * the exit code for wrong usage.
   */
  static int show(@Nullable CommandSpec command) {
    assert command != null : "picocli sets it";
    CommandLine line = command.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE;
  }

  /** Returns the error for a wrong use of {@code command}, which picocli has set. */
  static ParameterException wrong(@Nullable CommandSpec command, String sentence) {
    assert command != null : "picocli sets it";
    return new ParameterException(command.commandLine(), sentence);
  }
}
