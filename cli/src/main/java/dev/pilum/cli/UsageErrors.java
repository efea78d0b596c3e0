package dev.pilum.cli;

import dev.pilum.storage.schema.NearestName;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns wrong usage into one line, a pointer to the help, and exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    command.getErr().println("pilum: " + sentence(mistake, command));
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException mistake, CommandLine command) {
    List<String> known = List.copyOf(command.getSubcommands().keySet());
    if (mistake instanceof UnmatchedArgumentException unmatched && !known.isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      return "unknown command '%s'; did you mean '%s'?"
          .formatted(word, NearestName.of(word, known));
    }
    return String.valueOf(mistake.getMessage()).lines().findFirst().orElse("wrong usage");
  }
}
