package dev.pilum;

import java.util.List;

/**
 * What a backup holds.
 *
 * @param tables one for each table, in the order of their names
 * @param linkedFiles how many files share the database's bytes
 * @param copiedFiles how many files were copied
 * @param copiedBytes how many bytes they have
 */
public record BackupReport(
    List<BackedUpTable> tables, int linkedFiles, int copiedFiles, long copiedBytes) {
  public BackupReport {
    tables = List.copyOf(tables);
  }

  /**
   * One table in the backup.
   *
   * @param name the table
   * @param version its version, whole
   * @param rows how many rows it has there
   */
  public record BackedUpTable(String name, long version, long rows) {}
}
