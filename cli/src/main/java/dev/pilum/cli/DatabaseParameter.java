package dev.pilum.cli;

import dev.pilum.Database;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Parameters;

/** The first parameter of nearly every command: the database's folder. */
@NullUnmarked // picocli sets it
final class DatabaseParameter {
  @Parameters(index = "0", paramLabel = "DB", description = "Folder of the database.")
  private Path folder;

  /** Returns the folder. */
  Path folder() {
    return folder;
  }

  /** Opens the database as it is now, for reading; others may go on writing. */
  Database openReadOnly() {
    return Database.openReadOnly(folder);
  }
}
