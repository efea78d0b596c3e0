package dev.pilum;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the columns of two versions differ. A column stays the same through changes of its name; one
 * that was dropped and added again, or got a wider type, is another.
 *
 * @param added names of columns that only the later version has
 * @param dropped names of columns that only the earlier version has
 * @param renamed names in the later version, by those in the earlier one
 * @param exchanged names that both versions have, of columns that are not the same: widened, or
 *     dropped and added again; their values are not compared
 */
public record ColumnDiff(
    List<String> added,
    List<String> dropped,
    SortedMap<String, String> renamed,
    List<String> exchanged) {
  /** Of versions with the same columns. */
  public static final ColumnDiff NONE =
      new ColumnDiff(List.of(), List.of(), new TreeMap<>(), List.of());

  public ColumnDiff {
    added = List.copyOf(added);
    dropped = List.copyOf(dropped);
    renamed = Collections.unmodifiableSortedMap(new TreeMap<>(renamed));
    exchanged = List.copyOf(exchanged);
  }

  /** Returns whether there is no difference. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
