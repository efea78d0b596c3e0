package dev.pilum.testkit.table;

import dev.pilum.Merge;
import dev.pilum.MergeResult;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.testkit.table.Step.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a merge must make of a table.
 *
 * @param after the table afterwards
 * @param result what must be said of it
 */
public record MergeModel(TableModel after, MergeResult result) {
  /** The condition of {@link Step.Matched#UPDATE_IF_GREATER}. */
  private static final String GREATER = "source.number > target.number";

  /** Returns what a merge must make of a table. */
  static MergeModel of(TableModel before, Step.Merge merge) {
    Map<Object, Row> last = new LinkedHashMap<>();
    for (Row row : merge.rows()) {
      last.remove(TableModel.key(row));
      last.put(TableModel.key(row), row);
    }
    List<Object> removed = new ArrayList<>();
    List<Row> written = new ArrayList<>();
    int inserted = 0;
    for (Map.Entry<Object, Row> row : last.entrySet()) {
      Row target = before.get(row.getKey());
      if (target == null && merge.unmatched() == Step.Unmatched.INSERT) {
        written.add(row.getValue());
        inserted++;
      } else if (target != null && updates(merge, row.getValue(), target)) {
        written.add(onto(target, row.getValue()));
      } else if (target != null && merge.matched() == Step.Matched.DELETE) {
        removed.add(row.getKey());
      }
    }
    int changed = written.size() + removed.size();
    Condition where = merge.bySource();
    if (where != null) {
      for (Row row : before.rows()) {
        if (!last.containsKey(TableModel.key(row)) && where.matches().test(row)) {
          removed.add(TableModel.key(row));
        }
      }
    }
    TableModel after =
        written.isEmpty() && removed.isEmpty() ? before : before.replace(removed, written);
    return new MergeModel(
        after,
        new MergeResult(
            after.version(),
            inserted,
            written.size() - inserted,
            removed.size(),
            merge.rows().size() - last.size(),
            last.size() - changed));
  }

  /** What the source has no column of stays. */
  private static Row onto(Row target, Row source) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(target);
    values.putAll(source);
    return Row.copyOf(values);
  }

  private static boolean updates(Step.Merge merge, Row source, Row target) {
    return switch (merge.matched()) {
      case STAY, DELETE -> false;
      case UPDATE -> true;
      case UPDATE_IF_GREATER ->
          source.get(Columns.NUMBER) instanceof Integer ours
              && target.get(Columns.NUMBER) instanceof Integer theirs
              && ours > theirs;
    };
  }

  /** Merges. */
  static MergeResult run(Table table, Step.Merge step) {
    Merge merge = table.merge(step.rows());
    switch (step.matched()) {
      case STAY -> {}
      case UPDATE -> merge.whenMatchedUpdateAll();
      case UPDATE_IF_GREATER -> merge.whenMatchedUpdateAll(GREATER);
      case DELETE -> merge.whenMatchedDelete();
    }
    switch (step.unmatched()) {
      case STAY -> {}
      case INSERT -> merge.whenNotMatchedInsertAll();
    }
    Condition where = step.bySource();
    if (where != null) {
      merge.whenNotMatchedBySourceDelete(where.filter());
    }
    return merge.run();
  }

  /** Merges, and says what that did as other writes do. */
  public static WriteResult write(Table table, Step.Merge step) {
    MergeResult result = run(table, step);
    return new WriteResult(
        result.version(),
        result.inserted() + result.updated(),
        result.updated() + result.deleted());
  }
}
