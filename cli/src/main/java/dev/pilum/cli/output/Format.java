package dev.pilum.cli.output;

import java.io.PrintWriter;

/** The forms in which results are written. */
public enum Format {
  /** Aligned columns, long values cut, for people. */
  TABLE,
  /** One JSON document, for programs. */
  JSON,
  /** Comma-separated values with a header line (RFC 4180), for spreadsheets. */
  CSV;

  /** Returns an output of this form. */
  public Output to(PrintWriter out) {
    return switch (this) {
      case TABLE -> new TableOutput(out);
      case JSON -> new JsonOutput(out);
      case CSV -> new CsvOutput(out);
    };
  }
}
