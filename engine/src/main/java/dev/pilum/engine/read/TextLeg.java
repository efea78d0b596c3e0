package dev.pilum.engine.read;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.fts.Highlights;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.fts.index.SelectedOrdinals;
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
      selected.add(new Selected(matches.in(source, QueryGuard.none())));
    }
    return view.text(fields).search(target.query(), List.of(), k, selected);
  }

  /** Returns where a text of a column matches. */
  Highlights highlights(String column, String text) {
    return new TextHighlighter(fields).highlights(target.query(), column, text);
  }

  /** Returns how the search would run: what is looked for, then one line for each source. */
  String explain(TableView view, Matches matches, int k) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, BM25, k %d, %s%n"
            .formatted(view.version(), k, matches.isAll() ? "no filter" : "filtered"));
    plan.append("text %s%n".formatted(view.text(fields).describe(target.query())));
    for (SourceView source : view.sources()) {
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      plan.append(
          "%s: %d of %d rows selected: %s%n"
              .formatted(
                  name,
                  matches.in(source, QueryGuard.none()).count(),
                  source.rowCount(),
                  source.textInFile() ? "index file" : "index in memory"));
    }
    return plan.toString();
  }
}
