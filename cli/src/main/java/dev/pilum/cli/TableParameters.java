package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Table;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Parameters;

/** The parameters of commands about one table: the database's folder, the table's name. */
@NullUnmarked // picocli sets them
final class TableParameters {
  @Parameters(index = "0", paramLabel = "DB", description = "Folder of the database.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "TABLE", description = "Name of the table.")
  private String name;

  /** Opens the database as it is now, for reading; others may go on writing. */
  Database openReadOnly() {
    return Database.openReadOnly(folder);
  }

  /** Opens the database for writing, creating it when absent. */
  Database open() {
    return Database.open(folder);
  }

  /**
   * Opens a database that is there for writing.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is none, which opening would make
   */
  Database openExisting() {
    return openExisting(folder);
  }

  /** As {@link #openExisting()}, of a folder that is named elsewhere. */
  static Database openExisting(Path folder) {
    Database.openReadOnly(folder).close();
    return Database.open(folder);
  }

  /** Returns the table. */
  Table in(Database database) {
    return database.openTable(name);
  }

  /** Returns the table's name. */
  String name() {
    return name;
  }
}
