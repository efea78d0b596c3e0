package dev.pilum;

import java.util.List;

/**
 * Changes in the order in which they were committed.
 *
 * @param changes the changes; none when there are no more for now
 * @param end the place to go on from: behind the last of them, and behind versions that changed no
 *     row or are passed over
 */
public record ChangeBatch(List<RowChange> changes, ChangePosition end) {
  public ChangeBatch {
    changes = List.copyOf(changes);
  }

  /** Returns whether there is no change. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Returns how many changes there are. */
  public int size() {
    return changes.size();
  }
}
