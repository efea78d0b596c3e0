package dev.pilum.cli;

import dev.pilum.formats.spi.CsvForm;
import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that say how CSV looks. */
final class CsvOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "CSV: what stands between cells; a comma by default, 'tab' for tabulators.")
  private String delimiter = ",";

  @Option(
      names = "--quote",
      paramLabel = "CHAR",
      description = "CSV: what stands around cells; '\"' by default.")
  private char quote = '"';

  @Option(
      names = "--no-header",
      description = "CSV: the first line is a row; columns are c1, c2 and so on.")
  private boolean headerless;

  @Option(
      names = "--null",
      paramLabel = "TOKEN",
      description = "CSV: an unquoted cell that has no value, as an empty one never has.")
  private String nullToken = "";

  CsvForm form() {
    boolean tab = delimiter.equalsIgnoreCase("tab") || delimiter.equals("\\t");
    if (!tab && delimiter.length() != 1) {
      throw Usage.wrong(
          command, "the delimiter is one character, or 'tab', got '" + delimiter + "'");
    }
    try {
      return new CsvForm(tab ? '\t' : delimiter.charAt(0), quote, !headerless, nullToken);
    } catch (InvalidRequest e) {
      throw Usage.wrong(command, String.valueOf(e.getMessage()));
    }
  }
}
