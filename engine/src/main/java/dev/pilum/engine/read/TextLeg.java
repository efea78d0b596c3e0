package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.fts.index.SelectedOrdinals;
import dev.pilum.fts.index.TextFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a view whose text matches best.
 *
 * @param target what to look for
 * @param fields the table's
 */
record TextLeg(TextTarget target, TextFields fields) {
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

  /** Returns up to {@code k} rows, best first; parts are numbers of the view's sources. */
  List<ScoredOrdinal> search(TableView view, Matches matches, int k) {
    if (matches.isAll()) {
      return view.text(fields).search(target.query(), List.of(), k, null);
    }
    List<Selected> selected = new ArrayList<>(view.sources().size());
    for (SourceView source : view.sources()) {
      selected.add(new Selected(matches.in(source)));
    }
    return view.text(fields).search(target.query(), List.of(), k, selected);
  }

  /** Returns what is looked for, as the index understood it. */
  String describe(TableView view) {
    return view.text(fields).describe(target.query());
  }
}
