package dev.pilum;

import java.util.List;

/**
 * Changes in the order in which they were committed.
 *
 * @param changes the changes; none when there are no more for now
 * @param end the place to go on from: behind the last of them, and behind versions that changed no
 *     row or are passed over
 * @param upTo the version that these and the changes behind them lead to. Who hears {@linkplain
 *     ChangeMode#LAST_PER_KEY only of the last change} of each key has the rows of no version
 *     before it is there.
 */
public record ChangeBatch(List<RowChange> changes, ChangePosition end, long upTo) {
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
