package dev.pilum;

/**
 * One thing that is wrong with a table's files.
 *
 * @param file path of the file inside the database's folder
 * @param kind what the file holds
 * @param standing whether it can be made again
 * @param offsetBytes where in the file, or -1 when it concerns the file as a whole
 * @param message what is wrong and what it concerns, one sentence that names the file
 */
public record Problem(String file, Kind kind, Standing standing, long offsetBytes, String message) {
  /** What a file of a table holds. */
  public enum Kind {
    /** Columns, segments and files of one state of the table. */
    MANIFEST,
    /** What was written since the newest manifest. */
    LOG,
    /** All columns but vectors. */
    SCALARS,
    /** One vector column. */
    VECTOR,
    /** Which rows are deleted or replaced. */
    DELETES,
    /** Where the rows of keys are. */
    KEYS,
    /** The graph of one vector column. */
    GRAPH,
    /** What recall a graph reaches. */
    CALIBRATION,
    /** The full-text index. */
    TEXT,
    /** Least and greatest values of blocks of rows. */
    ZONES,
    /** A scalar index by value. */
    ORDERED,
    /** A scalar index of few values. */
    BITMAP,
    /** A scalar index of the elements of lists. */
    LABELS
  }

  /** Whether a file can be made again. */
  public enum Standing {
    /** Only a backup has it again. */
    TRUTH,
    /** {@link Database#repair} makes it again from what is sound. */
    REBUILDABLE
  }

  /** Returns the message. */
  @Override
  public String toString() {
    return message;
  }
}
