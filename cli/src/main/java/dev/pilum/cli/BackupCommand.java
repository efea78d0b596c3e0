package dev.pilum.cli;

import dev.pilum.BackupForm;
import dev.pilum.BackupReport;
import dev.pilum.BackupReport.BackedUpTable;
import dev.pilum.Database;
import dev.pilum.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Backs a database up. */
@Command(
    name = "backup",
    description =
        "Write the newest version of every table to a folder or zip file, while others go on"
            + " writing. To restore, unpack the zip file, and open the folder or copy it.",
    footer = {
      "",
      "Examples:",
      "  pilum backup quickstart-db /backups/monday",
      "  pilum backup quickstart-db /backups/monday.zip",
      "  pilum backup quickstart-db /backups/abstracts --table abstracts"
    })
@NullUnmarked // picocli sets it
final class BackupCommand implements Runnable {
  @Mixin private DatabaseParameter database = new DatabaseParameter();

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "Folder, empty or absent, or a file name that ends in .zip.")
  private Path target;

  @Option(names = "--zip", description = "Write one zip file, whatever the name.")
  private boolean zip;

  @Option(
      names = "--copy",
      description =
          "Copy all files and check columns on the way. Otherwise a folder on the same file system"
              + " shares the database's bytes (hard links).")
  private boolean copy;

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "Only this table; may be given several times.")
  private List<String> tables = new ArrayList<>();

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = database.openReadOnly()) {
      BackupReport report = db.backup(target, form(), tables.toArray(String[]::new));
      options.output().rows(List.of("table", "version", "rows"), rows(report));
      options
          .err()
          .printf(
              "%d files linked, %d copied (%d bytes)%n",
              report.linkedFiles(), report.copiedFiles(), report.copiedBytes());
    }
  }

  private BackupForm form() {
    if (zip) {
      return BackupForm.ZIP;
    }
    BackupForm byName = BackupForm.of(target);
    return copy && byName == BackupForm.FOLDER ? BackupForm.COPIED_FOLDER : byName;
  }

  private static List<Row> rows(BackupReport report) {
    List<Row> rows = new ArrayList<>();
    for (BackedUpTable table : report.tables()) {
      rows.add(Row.of("table", table.name(), "version", table.version(), "rows", table.rows()));
    }
    return rows;
  }
}
