package dev.pilum.cli.export;

import dev.pilum.Scan;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;

/** What a file of rows looks like. */
public enum ExportForm {
  /** Arrow IPC file: the whole types, vectors included. */
  ARROW(".arrow .feather"),
  /** Arrow IPC stream. */
  STREAM(".arrows"),
  /** One JSON object per line. */
  JSONL(".jsonl .ndjson"),
  /** Comma-separated values with a header line (RFC 4180). */
  CSV(".csv");

  /** What names of such files end with, separated by blanks. */
  private final String endings;

  ExportForm(String endings) {
    this.endings = endings;
  }

  /**
   * Returns the form that a file's name ends with.
   *
   * @throws InvalidRequest when it ends with none
   */
  public static ExportForm of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (ExportForm form : values()) {
      for (String ending : form.endings.split(" ", -1)) {
        if (name.endsWith(ending)) {
          return form;
        }
      }
    }
    throw new InvalidRequest(
        "'%s' does not say what it is to be; end it with .arrow, .arrows, .jsonl or .csv, or give --as"
            .formatted(file));
  }

  /** Writes the rows of a scan, and returns how many. */
  long write(Scan scan, OutputStream target) throws IOException {
    return switch (this) {
      case ARROW -> scan.writeArrowFile(target);
      case STREAM -> scan.writeArrowStream(target);
      case JSONL -> TextExport.jsonLines(scan, target);
      case CSV -> TextExport.csv(scan, target);
    };
  }
}
