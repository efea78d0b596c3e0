package dev.pilum.cli;

import dev.pilum.formats.Imports;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for imports that meet bad rows or are interrupted. */
final class SafetyOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--bad-rows",
      paramLabel = "FILE",
      description =
          "Go on behind rows that cannot be read or written, and write them to a file: lines of"
              + " JSON with line, reason and text.")
  private @Nullable Path badRows;

  @Option(
      names = "--max-bad",
      paramLabel = "N",
      description = "Stop when there are more bad rows; ${DEFAULT-VALUE} by default.")
  private long maxBad = 1_000;

  @Option(
      names = "--resume",
      description =
          "Note how far the import is in FILE.pilum-import beside the input, and go on there when"
              + " it was stopped. Give it from the first time on.")
  private boolean resume;

  @Option(
      names = "--resume-file",
      paramLabel = "FILE",
      description = "As --resume, with the note in this file.")
  private @Nullable Path resumeFile;

  /** Tells an import; {@code input} is its file, or {@code null} for standard input. */
  void apply(Imports imports, @Nullable Path input) {
    if (badRows != null) {
      imports.rejectTo(badRows, maxBad);
    }
    if (resumeFile != null) {
      imports.resumeBy(resumeFile);
    } else if (resume) {
      if (input == null) {
        throw Usage.wrong(command, "standard input has no file beside it; give --resume-file");
      }
      imports.resumeBy(input.resolveSibling(input.getFileName() + ".pilum-import"));
    }
  }
}
