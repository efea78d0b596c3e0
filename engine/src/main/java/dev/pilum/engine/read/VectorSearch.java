package dev.pilum.engine.read;

import dev.pilum.engine.read.Effort.Candidates;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nearest rows of a view: each source is searched by itself, exactly or through its graph, and
 * the results are merged.
 *
 * @param target what to look for
 * @param wanted which rows to return
 * @param leftOut a row to pass over as if it were not there, or {@code null}
 */
record VectorSearch(VectorTarget target, Wanted wanted, @Nullable RowPlace leftOut)
    implements RowSearch {
  @Override
  public PlannedSearch plan(TableView view, Stopwatch watch) {
    double rows = 0;
    for (SourceView source : view.sources()) {
      rows += source.rowCount();
    }
    List<VectorPart> parts = new ArrayList<>(view.sources().size());
    for (SourceView source : view.sources()) {
      if (source.rowCount() > 0) {
        add(selected(source, watch), rows, parts);
      }
    }
    return new PlannedSearch(this, view, parts, watch);
  }

  private SourceRows selected(SourceView source, Stopwatch watch) {
    return SourceRows.of(source, wanted.matches(), target.index(), column(), wanted.guard(), watch);
  }

  /** Adds the search of one source; of a memtable those of what its index knows and of the rest. */
  private void add(SourceRows rows, double viewRows, List<VectorPart> parts) {
    int count = rows.source().rowCount();
    VectorIndex index = index(rows.source());
    if (index == null) {
      parts.add(new VectorPart(this, rows, count / viewRows, null, parts.isEmpty()));
      return;
    }
    int known = Math.min(count, index.rowCount());
    parts.add(new VectorPart(this, rows.knownTo(index), known / viewRows, index, parts.isEmpty()));
    if (known < count) {
      parts.add(new VectorPart(this, rows.newTo(index), (count - known) / viewRows, null, false));
    }
  }

  /**
   * What is asked to be exact, or was not measured, need not look at new rows in two parts; nor
   * what is compared by codes in less time than a walk takes.
   */
  private @Nullable VectorIndex index(SourceView source) {
    CodedRows coded = source.source().codedRows(target.field().id());
    boolean helps =
        source.source() instanceof Segment
            || (wanted.effort() instanceof Candidates
                && (coded == null || !coded.beatWalk(source.rowCount())));
    return helps && wanted.metric() == target.metric()
        ? source.source().vectorIndex(target.field().id())
        : null;
  }

  @Override
  public VectorSearch unguarded() {
    return new VectorSearch(target, wanted.unguarded(), leftOut);
  }

  @Override
  public String column() {
    return target.field().name();
  }

  @Override
  public List<String> details() {
    return wanted.details();
  }

  /** Returns the ordinal of the row to pass over, or -1 when it is not in this source. */
  int leftOutOf(SourceView source) {
    return leftOut != null && leftOut.source().source() == source.source() ? leftOut.ordinal() : -1;
  }
}
