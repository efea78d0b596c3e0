package dev.pilum.engine.read;

import dev.pilum.Order;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.filter.RowKeys;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One run of a scan, checked and compiled before any row is looked at. One thread. */
final class ScanRun {
  private final ScanSettings settings;
  private final QueryGuard guard;
  private final @Nullable FilterEvaluator filter;
  private final @Nullable RowKeys keys;
  private final List<SourceRows> reached;

  /**
   * Compiles a scan.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when its filter or order does not fit the schema
   */
  ScanRun(ScanSettings settings, Schema schema, QueryGuard guard) {
    this(settings, schema, guard, List.of());
  }

  /**
   * As the shorter form, of a view of which some rows are selected already.
   *
   * @param reached those of the first sources, as many as the scan reaches; empty to select them
   *     when they are needed
   */
  ScanRun(ScanSettings settings, Schema schema, QueryGuard guard, List<SourceRows> reached) {
    this.settings = settings;
    this.guard = guard;
    this.filter = settings.filter() == null ? null : FilterEvaluator.of(settings.filter(), schema);
    this.keys = settings.orders().isEmpty() ? null : RowKeys.of(sorts(settings), schema);
    this.reached = reached;
  }

  /** Takes a row that the scan has reached. */
  interface RowConsumer {
    void accept(SourceView source, int ordinal);
  }

  /** Hands over the rows that were asked for, in their order. */
  void forEach(TableView view, RowConsumer consumer) {
    if (settings.limit() == 0) {
      return;
    }
    if (keys == null) {
      inOrderOfWriting(view, consumer);
    } else {
      long most = (long) settings.offset() + settings.limit();
      new SortedRows(keys, most, guard).of(view, selections(view), settings.offset(), consumer);
    }
  }

  /** Hands over every row that matches and was drawn, whatever offset and limit. */
  void forEachMatch(TableView view, RowConsumer consumer) {
    List<Selection> selections = selections(view);
    for (int i = 0; i < selections.size(); i++) {
      SourceView source = view.sources().get(i);
      hand(source, selections.get(i), 0, Integer.MAX_VALUE, consumer);
    }
  }

  /** Returns how many rows match and were drawn. */
  long count(TableView view) {
    return selections(view).stream().mapToLong(Selection::count).sum();
  }

  /** Goes from source to source, and evaluates the filter on no more of them than needed. */
  private void inOrderOfWriting(TableView view, RowConsumer consumer) {
    List<Selection> drawn = settings.sample() < 0 ? List.of() : selections(view);
    int toPass = settings.offset();
    int left = settings.limit();
    for (int i = 0; i < view.sources().size() && left > 0; i++) {
      SourceView source = view.sources().get(i);
      Selection selection = drawn.isEmpty() ? selection(view, i) : drawn.get(i);
      int passed = Math.min(toPass, selection.count());
      toPass -= passed;
      left -= passed < selection.count() ? hand(source, selection, passed, left, consumer) : 0;
    }
  }

  private List<Selection> selections(TableView view) {
    List<Selection> selections = new ArrayList<>(view.sources().size());
    for (int i = 0; i < view.sources().size(); i++) {
      selections.add(selection(view, i));
    }
    return settings.sample() < 0 ? selections : drawn(view, selections);
  }

  private Selection selection(TableView view, int source) {
    return reached.isEmpty()
        ? Selection.of(view.sources().get(source), filter, guard)
        : reached.get(source).selection();
  }

  /**
   * Draws rows without putting any back: each is taken with the probability of those still wanted
   * among those still to come (Knuth, TAOCP 2, 3.4.2, algorithm S).
   */
  private List<Selection> drawn(TableView view, List<Selection> selections) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    long left = selections.stream().mapToLong(Selection::count).sum();
    long wanted = settings.sample();
    List<Selection> drawn = new ArrayList<>(selections.size());
    for (int i = 0; i < selections.size(); i++) {
      int rows = view.sources().get(i).rowCount();
      Selection all = selections.get(i);
      long[] words = new long[(rows + 63) >>> 6];
      int count = 0;
      for (int row = all.next(0, rows); row >= 0; row = all.next(row + 1, rows)) {
        if (random.nextLong(left--) < wanted) {
          words[row >>> 6] |= 1L << row;
          wanted--;
          count++;
        }
      }
      drawn.add(new Selection(words, all.dead(), count));
    }
    return drawn;
  }

  /**
   * Hands over at most {@code most} selected rows behind the first {@code passed}; returns how
   * many.
   */
  private int hand(
      SourceView source, Selection selection, int passed, int most, RowConsumer consumer) {
    int seen = 0;
    int handed = 0;
    for (int row = selection.next(0, source.rowCount());
        row >= 0 && handed < most;
        row = selection.next(row + 1, source.rowCount())) {
      guard.checkAt(seen);
      if (seen++ >= passed) {
        consumer.accept(source, row);
        handed++;
      }
    }
    return handed;
  }

  private static List<RowKeys.Sort> sorts(ScanSettings settings) {
    List<RowKeys.Sort> sorts = new ArrayList<>();
    for (Order order : settings.orders()) {
      sorts.add(
          new RowKeys.Sort(
              order.value(),
              order.direction() == Order.Direction.DESCENDING,
              order.nulls() == Order.Nulls.FIRST));
    }
    return sorts;
  }
}
