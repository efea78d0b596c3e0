package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a view nearest to several vectors at once, where each row has several: each source is
 * searched by itself, exactly or through the graph of its vectors, and the results are merged.
 *
 * @param target what to look for
 * @param wanted which rows to return
 * @param leftOut a row to pass over, or {@code null}
 */
record MultivectorSearch(MultivectorTarget target, Wanted wanted, @Nullable RowPlace leftOut)
    implements RowSearch {
  @Override
  public PlannedSearch plan(TableView view, Stopwatch watch) {
    List<MultivectorPart> parts = new ArrayList<>(view.sources().size());
    for (SourceView source : view.sources()) {
      if (source.rowCount() > 0) {
        parts.add(new MultivectorPart(this, selected(source, watch).without(leftOut)));
      }
    }
    return new PlannedSearch(this, view, parts, watch);
  }

  private SourceRows selected(SourceView source, Stopwatch watch) {
    return SourceRows.of(source, wanted.matches(), target.index(), column(), wanted.guard(), watch);
  }

  @Override
  public MultivectorSearch unguarded() {
    return new MultivectorSearch(target, wanted.unguarded(), leftOut);
  }

  @Override
  public String column() {
    return target.field().name();
  }

  @Override
  public List<String> details() {
    List<String> details = new ArrayList<>(wanted.details());
    details.add(target.queries().length + " vectors at once");
    return details;
  }
}
