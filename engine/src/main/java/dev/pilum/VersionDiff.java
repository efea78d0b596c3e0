package dev.pilum;

import java.util.List;

/**
 * How the rows of two versions differ, each list in the order in which its rows were written.
 * Without a primary key no row replaces another: it goes, and another comes.
 *
 * <p>Where the two have other columns, each row has those of its version. A row that was written
 * anew then counts as replaced only if it has another value in a column that both versions have.
 *
 * @param from the version compared with
 * @param to the version compared
 * @param added rows of {@code to} whose keys {@code from} does not have
 * @param replaced rows of {@code to} that were written anew since {@code from}, which has their
 *     keys
 * @param deleted rows of {@code from} whose keys {@code to} does not have
 * @param columns how the columns differ
 */
public record VersionDiff(
    long from,
    long to,
    List<Row> added,
    List<Row> replaced,
    List<Row> deleted,
    ColumnDiff columns) {
  public VersionDiff {
    added = List.copyOf(added);
    replaced = List.copyOf(replaced);
    deleted = List.copyOf(deleted);
  }
}
