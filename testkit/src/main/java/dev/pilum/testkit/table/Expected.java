package dev.pilum.testkit.table;

import java.util.ArrayList;
import java.util.List;

/**
 * What a disk must hold: the newest acknowledged version of a table, or another that is just as
 * right.
 *
 * @param older versions before it that may have come back instead, oldest first: those since all
 *     was forced, where writes are buffered and power failed
 * @param acknowledged the newest that was acknowledged
 * @param possible what a step under way, or failed, may have made of it
 */
public record Expected(List<TableModel> older, TableModel acknowledged, TableModel possible) {
  /** An empty disk. */
  public static final Expected NOTHING =
      new Expected(List.of(), TableModel.ABSENT, TableModel.ABSENT);

  /** Returns what a disk holds that has one of these, at least one. */
  public static Expected oneOf(List<TableModel> candidates) {
    int last = candidates.size() - 1;
    return new Expected(
        candidates.subList(Math.min(1, last), last), candidates.getFirst(), candidates.getLast());
  }

  public Expected {
    older = List.copyOf(older);
  }

  /** Returns all versions that are right, the most likely first. */
  public List<TableModel> all() {
    List<TableModel> all = new ArrayList<>(List.of(acknowledged, possible));
    all.addAll(older.reversed());
    return all;
  }
}
