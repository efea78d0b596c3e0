package dev.pilum.cli;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Starts the command line. */
public final class Main {
  /** Characters per line of help; the examples need them. */
  private static final int HELP_WIDTH = 100;

  /** What the JDK says where the other end of a pipe is closed. */
  private static final String CLOSED_PIPE = "pipe";

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code: 0 done, 1 failed or found problems, 2
   * wrong usage. Who reads results through a pipe may leave when he has seen enough, and needs no
   * word about it.
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
    PrintWriter err = messages();
    int exitCode = run(new PrintWriter(results, true, StandardCharsets.UTF_8), err, args);
    IOException failure = results.failure();
    if (failure != null && !String.valueOf(failure.getMessage()).contains(CLOSED_PIPE)) {
      err.println("pilum: cannot write to standard output: " + failure.getMessage());
    }
    System.exit(exitCode);
  }

  /**
   * Runs one command, results going to {@code out}, messages and progress to {@code err}; returns
   * the exit code, which is not 0 where {@code out} did not take all results.
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
    boolean whole = !out.checkError();
    err.flush();
    return exitCode == ExitCode.OK && !whole ? ExitCode.SOFTWARE : exitCode;
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
