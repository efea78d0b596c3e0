package dev.pilum.cli;

import dev.pilum.storage.error.PilumException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a command's failure into one line and exit code 1. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PilumCommand root = (PilumCommand) command.getCommandSpec().root().userObject();
    if (root.stacktrace) {
      failure.printStackTrace(command.getErr());
    } else {
      command.getErr().println("pilum: " + sentence(failure));
    }
    return ExitCode.SOFTWARE;
  }

  private static String sentence(Exception failure) {
    return failure instanceof PilumException
        ? String.valueOf(failure.getMessage())
        : failure + " (a mistake in Pilum; run again with --stacktrace and report it)";
  }
}
