package dev.pilum.cli;

import dev.pilum.cli.output.Format;
import dev.pilum.cli.output.Output;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say in which form results are written. */
final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "Form of the results: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format = Format.TABLE;

  @Option(names = "--json", description = "Short for --format json.")
  private boolean json;

  /** Returns the chosen form. */
  Format format() {
    return json ? Format.JSON : format;
  }

  /** Returns where results go. */
  Output output() {
    return format().to(out());
  }

  /** Returns where results go, for those that write them without form. */
  PrintWriter out() {
    return command().commandLine().getOut();
  }

  /** Returns where messages go. */
  PrintWriter err() {
    return command().commandLine().getErr();
  }

  private CommandSpec command() {
    CommandSpec known = command;
    assert known != null : "picocli sets it";
    return known;
  }
}
