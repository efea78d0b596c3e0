package dev.pilum.engine.read;

import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;

/** The live rows of a view that match a filter, one after another. */
public final class LiveMatches {
  private LiveMatches() {}

  /** Takes rows. */
  @FunctionalInterface
  public interface Consumer {
    /** Takes one, by its place in the source that is the view's {@code number}th, from 0. */
    void row(int number, SourceView source, int ordinal);
  }

  /**
   * Hands out the rows that match, in order.
   *
   * @param check run every 16,384 rows while the filter is asked; may throw to give up
   */
  public static void forEach(
      TableView view, FilterEvaluator filter, Runnable check, Consumer consumer) {
    for (int number = 0; number < view.sources().size(); number++) {
      SourceView source = view.sources().get(number);
      long[] words = filter.matches(source.rows(), source.indexes(), check).words();
      for (int i = 0; i < words.length; i++) {
        for (long bits = words[i] & ~source.dead().word(i); bits != 0; bits &= bits - 1) {
          consumer.row(number, source, (i << 6) + Long.numberOfTrailingZeros(bits));
        }
      }
    }
  }
}
