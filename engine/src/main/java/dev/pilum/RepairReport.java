package dev.pilum;

import java.util.List;

/**
 * What a repair did.
 *
 * @param tables one for each table, in the order of their names
 */
public record RepairReport(List<RepairedTable> tables) {
  public RepairReport {
    tables = List.copyOf(tables);
  }

  /**
   * What was done to one table.
   *
   * @param name the table
   * @param rebuilt what was wrong and is right now
   * @param remaining what is wrong still: damaged truth, left as it is for a backup to replace, and
   *     what would have to be made from it
   */
  public record RepairedTable(String name, List<Problem> rebuilt, List<Problem> remaining) {
    public RepairedTable {
      rebuilt = List.copyOf(rebuilt);
      remaining = List.copyOf(remaining);
    }
  }

  /** Returns whether nothing is wrong any more. */
  public boolean ok() {
    return tables.stream().allMatch(table -> table.remaining().isEmpty());
  }
}
