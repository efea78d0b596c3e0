package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.fts.Highlights;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextHighlighter;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a view whose text matches best.
 *
 * @param target what to look for
 * @param fields the table's
 */
record TextLeg(TextTarget target, TextFields fields) {
  /** Selects the rows that match, of which the {@code k} best are looked for. */
  PlannedText plan(TableView view, Matches matches, int k, QueryGuard guard, Stopwatch watch) {
    List<SourceRows> rows = new ArrayList<>(view.sources().size());
    for (SourceView source : view.sources()) {
      rows.add(SourceRows.of(source, matches, guard, watch));
    }
    return new PlannedText(this, view, rows, k, guard);
  }

  /** Returns where a text of a column matches. */
  Highlights highlights(String column, String text) {
    return new TextHighlighter(fields).highlights(target.query(), column, text);
  }
}
