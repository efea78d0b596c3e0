package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.text.RowTexts;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the live rows of some sources, one behind the other, as they will lie in a new
 * segment. Asked in rising order of rows. One thread.
 */
final class LiveTexts implements TextRows {
  private final List<Run> runs = new ArrayList<>();
  private final int rowCount;
  private long textBytes;
  private int current;

  /**
   * A run of live rows.
   *
   * @param texts of their source
   * @param from ordinal of the first there
   * @param start its ordinal in the new segment
   * @param end behind the last in the new segment
   */
  private record Run(RowTexts texts, int from, int start, int end) {}

  LiveTexts(List<SourceView> sources, List<TextColumn> columns) {
    int next = 0;
    for (SourceView source : sources) {
      RowTexts texts = RowTexts.of(source.rows(), columns);
      textBytes += texts.textBytes();
      for (LiveRange range : LiveRange.of(source)) {
        runs.add(new Run(texts, range.from(), next, next + range.count()));
        next += range.count();
      }
    }
    this.rowCount = next;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  /** Dead rows' texts are counted too. */
  @Override
  public long textBytes() {
    return textBytes;
  }

  @Override
  public @Nullable String text(int field, int ordinal) {
    while (ordinal >= runs.get(current).end) {
      current++;
    }
    Run run = runs.get(current);
    assert ordinal >= run.start : "rows are asked for in order";
    return run.texts.text(field, run.from + ordinal - run.start);
  }
}
