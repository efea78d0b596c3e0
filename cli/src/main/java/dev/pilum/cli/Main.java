package dev.pilum.cli;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
  /** Characters per line of help; the examples need them. */
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code: 0 done, 1 failed or found problems, 2
   * wrong usage.
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, messages(), args));
  }

  /**
   * Runs one command, results going to {@code out}, messages and progress to {@code err}; returns
   * the exit code.
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new PilumCommand());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(HELP_WIDTH);
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setParameterExceptionHandler(new UsageErrors());
    int exitCode = commandLine.execute(args);
    out.flush();
    err.flush();
    return exitCode;
  }

  /**
   * Returns the launcher's own stderr where it has put a filter for the JVM's messages on the usual
   * one.
   */
  private static PrintWriter messages() {
    String path = System.getProperty("pilum.messages", "");
    if (!path.isEmpty()) {
      try {
        return new PrintWriter(new FileOutputStream(path, true), true, StandardCharsets.UTF_8);
      } catch (FileNotFoundException e) {
        // A socket or somebody else's terminal: the filtered stderr will do.
        return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      }
    }
    return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
  }
}
