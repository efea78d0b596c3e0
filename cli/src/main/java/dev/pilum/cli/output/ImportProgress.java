package dev.pilum.cli.output;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.formats.ImportListener;
import dev.pilum.formats.ImportReport;
import dev.pilum.formats.Imports;
import dev.pilum.storage.error.PilumException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Runs an import and tells a waiting person how far it is. One thread. */
public final class ImportProgress implements ImportListener {
  private final PrintWriter err;
  private final String table;
  private final long startNanos = System.nanoTime();
  private @Nullable Progress checking;
  private @Nullable Progress importing;
  private long rows;

  /** Prepares for an import into a table of the given name. */
  public ImportProgress(PrintWriter err, String table) {
    this.err = err;
    this.table = table;
  }

  /**
   * Imports, and has the rows in segments with their graphs, so that later reads in other processes
   * need not replay the log.
   *
   * @return what was done, and how long it took until everything was durable and indexed
   */
  public ImportReport run(Imports imports, Database database) {
    try {
      ImportReport report = imports.listener(this).into(database, table);
      wipe();
      index(database.openTable(table));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new ImportReport(
          report.table(),
          report.rows(),
          report.replaced(),
          report.rejected(),
          report.skipped(),
          seconds);
    } catch (PilumException e) {
      wipe();
      if (importing != null) {
        err.print("stopped; the first %d rows are in table '%s' to stay\n".formatted(rows, table));
      }
      throw e;
    }
  }

  @Override
  public void checking(long bytesRead, long bytes) {
    Progress progress = checking;
    if (progress == null) {
      progress = Progress.start(err, "checking", bytes);
      checking = progress;
    }
    progress.at(bytesRead);
  }

  @Override
  public void importing(long rowsDone, long bytesRead, long bytes) {
    if (checking != null) {
      checking.wipe();
    }
    Progress progress = importing;
    if (progress == null) {
      progress = Progress.start(err, "importing " + table, bytes);
      importing = progress;
    }
    rows = rowsDone;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    progress.note("%,d rows, %,d a second".formatted(rows, Math.round(rows / seconds)));
    progress.at(bytesRead);
  }

  @Override
  public void note(String sentence) {
    err.print(sentence + "\n");
  }

  private void index(Table written) {
    Progress progress = Progress.start(err, "indexing " + table, 1);
    written.flush();
    written.awaitUpkeep();
    progress.wipe();
  }

  private void wipe() {
    if (checking != null) {
      checking.wipe();
    }
    if (importing != null) {
      importing.wipe();
    }
  }
}
