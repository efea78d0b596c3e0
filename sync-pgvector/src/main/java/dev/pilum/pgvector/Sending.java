package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.Reader;
import java.util.List;

/** Sends all rows of a version into a table of the target. */
final class Sending {
  /** A batch ends at 8 MiB anyway; short rows need no more. */
  private static final int BATCH_ROWS = 4_096;

  private Sending() {}

  /**
   * Sends; returns how many rows.
   *
   * @param table in quotes
   */
  static long all(
      Reader source,
      Session session,
      String table,
      List<TargetColumn> columns,
      MirrorProgress progress) {
    long total = source.count();
    long sent = 0;
    try (BatchReader batches = source.scan().batches(BATCH_ROWS);
        CopyRows copy = CopyRows.into(session, table, columns, session.oids())) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        copy.send(batch);
        sent += batch.rowCount();
        progress.sent(sent, total);
      }
      return copy.finish();
    }
  }
}
