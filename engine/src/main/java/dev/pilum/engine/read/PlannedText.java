package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.fts.index.SelectedOrdinals;
import dev.pilum.fts.index.TextSearcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A text search of one view whose rows are selected. One run, one thread. */
final class PlannedText {
  private final TextLeg leg;
  private final TableView view;
  private final List<SourceRows> rows;
  private final int k;
  private final QueryGuard guard;
  private int @Nullable [] found;

  /**
   * Brings together what was decided.
   *
   * @param rows the rows of each source that may be found, in their order
   * @param k how many are wanted
   * @param guard says whether to go on
   */
  PlannedText(TextLeg leg, TableView view, List<SourceRows> rows, int k, QueryGuard guard) {
    this.leg = leg;
    this.view = view;
    this.rows = rows;
    this.k = k;
    this.guard = guard;
  }

  /** Rows that a filter selected and that are alive, as the text index asks for them. */
  private record Selected(Selection selection) implements SelectedOrdinals {
    @Override
    public int count() {
      return selection.count();
    }

    @Override
    public long word(int index) {
      return selection.word(index);
    }
  }

  /** Returns the best rows, best first; parts are numbers of the view's sources. */
  List<ScoredOrdinal> run() {
    List<ScoredOrdinal> best =
        view.text(leg.fields())
            .search(leg.target().query(), List.of(), k, selected(), guard::check);
    int[] counts = new int[rows.size()];
    for (ScoredOrdinal row : best) {
      counts[row.part()]++;
    }
    found = counts;
    return best;
  }

  /**
   * Returns what is done, and what was measured if it was done and timed.
   *
   * @param passed how many of the rows are passed over
   * @param actual what was measured of the whole, or {@code null}
   */
  Plan plan(int passed, Plan.@Nullable Actual actual) {
    TextSearcher searcher = view.text(leg.fields());
    long[] withTerms = searcher.estimate(leg.target().query(), rows.size());
    List<Plan> inputs = new ArrayList<>(rows.size());
    long selected = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).source().rowCount() > 0) {
        inputs.add(part(i, withTerms[i], actual == null ? null : found));
      }
      selected += rows.get(i).count();
    }
    List<String> details = new ArrayList<>();
    details.add(searcher.describe(leg.target().query()));
    details.add("best " + k + " by BM25");
    if (passed > 0) {
      details.add("passes over " + passed);
    }
    details.add("version " + view.version());
    long most = Math.max(0, Math.min(k, selected) - passed);
    return new Plan("text search", "", details, Plan.Rows.atMost(most), actual, inputs);
  }

  private Plan part(int part, long withTerms, int @Nullable [] counts) {
    SourceRows here = rows.get(part);
    SourceView source = here.source();
    long most = Math.min(k, here.count());
    return new Plan(
        "text index",
        SourceRows.name(source),
        List.of(
            source.textInFile() ? "in a file" : "in memory",
            String.format(Locale.ROOT, "%,d rows", source.rowCount()),
            String.format(Locale.ROOT, "about %,d with the terms", withTerms)),
        Plan.Rows.atMost(most),
        counts == null ? null : new Plan.Actual(counts[part], null, List.of()),
        here.steps());
  }

  private @Nullable List<Selected> selected() {
    if (rows.isEmpty() || rows.getFirst().matches().isAll()) {
      return null;
    }
    List<Selected> selected = new ArrayList<>(rows.size());
    for (SourceRows part : rows) {
      selected.add(new Selected(part.selection()));
    }
    return selected;
  }
}
