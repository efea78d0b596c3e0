package dev.pilum.engine.table;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What searches have made or opened in the sources of a table by now; who has searched will again.
 *
 * @param codes some whose budget is that of all, where vectors are coded
 * @param text whether text is searched
 * @param indexes the zone maps and scalar indexes that filters have asked for; sorted, so that
 *     files are opened in an order that does not depend on the process
 */
public record SearchHabits(
    @Nullable SourceCodes codes, boolean text, SortedSet<SegmentIndexes.Place> indexes) {
  public SearchHabits {
    indexes = Collections.unmodifiableSortedSet(new TreeSet<>(indexes));
  }

  /** Returns what is known from the sources of a view. */
  public static SearchHabits in(List<SourceView> sources) {
    SourceCodes codes = null;
    boolean text = false;
    SortedSet<SegmentIndexes.Place> indexes = new TreeSet<>();
    for (SourceView view : sources) {
      Source source = view.source();
      SourceCodes found = source.codes();
      codes = found == null ? codes : found;
      text |= source.isTextSearched();
      if (source instanceof Segment segment) {
        indexes.addAll(segment.openIndexes());
      }
    }
    return new SearchHabits(codes, text, indexes);
  }
}
