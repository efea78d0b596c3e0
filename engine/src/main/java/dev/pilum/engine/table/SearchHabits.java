package dev.pilum.engine.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What searches have made or opened in the sources of a table by now; who has searched will again.
 *
 * @param codes some whose budget is that of all, where vectors are coded
 * @param text whether text is searched
 * @param indexes the zone maps and scalar indexes that filters have asked for
 */
public record SearchHabits(
    @Nullable SourceCodes codes, boolean text, Set<SegmentIndexes.Place> indexes) {
  public SearchHabits {
    indexes = Set.copyOf(indexes);
  }

  /** Returns what is known from the sources of a view. */
  public static SearchHabits in(List<SourceView> sources) {
    SourceCodes codes = null;
    boolean text = false;
    Set<SegmentIndexes.Place> indexes = new HashSet<>();
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
