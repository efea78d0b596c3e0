package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.hnsw.SearchScratch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search of one source, decided and not yet run. One run, one thread. */
interface SourceSearch {
  /**
   * Returns the source's nearest rows, nearest first, as many as are wanted at most.
   *
   * @param before the nearest of the sources before, nearest first, as many as are wanted at most:
   *     rows farther than the last of so many need not be returned
   */
  List<Found> search(SearchScratch scratch, List<Found> before);

  /** Returns how many rows a search for all would find; for plans, as it may have to count. */
  int findable();

  /**
   * Returns the step that this is.
   *
   * @param actual what was measured when it ran, or {@code null}
   */
  Plan plan(Plan.@Nullable Actual actual);

  /** Returns what turned out otherwise than planned, or was counted, when it ran. */
  String[] notes();
}
