package dev.pilum;

import java.util.List;

/**
 * How the rows of two versions differ, each list in the order in which its rows were written.
 * Without a primary key no row replaces another: it goes, and another comes.
 *
 * @param from the version compared with
 * @param to the version compared
 * @param added rows of {@code to} whose keys {@code from} does not have
 * @param replaced rows of {@code to} that were written anew since {@code from}, which has their
 *     keys
 * @param deleted rows of {@code from} whose keys {@code to} does not have
 */
public record VersionDiff(
    long from, long to, List<Row> added, List<Row> replaced, List<Row> deleted) {
  public VersionDiff {
    added = List.copyOf(added);
    replaced = List.copyOf(replaced);
    deleted = List.copyOf(deleted);
  }
}
