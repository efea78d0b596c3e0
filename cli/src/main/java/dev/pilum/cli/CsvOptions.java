package dev.pilum.cli;

import dev.pilum.formats.spi.CsvForm;
import picocli.CommandLine.Option;

/** Options that say how CSV looks. */
final class CsvOptions {
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
      throw new dev.pilum.storage.error.InvalidRequest(
          "the delimiter is one character, or 'tab', got '" + delimiter + "'");
    }
    return new CsvForm(tab ? '\t' : delimiter.charAt(0), quote, !headerless, nullToken);
  }
}
