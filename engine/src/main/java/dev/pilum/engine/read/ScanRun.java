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
    hand(cursor(view), consumer);
  }

  /** Hands over every row that matches and was drawn, whatever offset and limit. */
  void forEachMatch(TableView view, RowConsumer consumer) {
    hand(inOrderOfWriting(view, 0, Long.MAX_VALUE), consumer);
  }

  /**
   * Returns the rows that were asked for, in their order. Those in another order are sorted before
   * this returns.
   */
  RowCursor cursor(TableView view) {
    if (keys == null || settings.limit() == 0) {
      return inOrderOfWriting(view, settings.offset(), settings.limit());
    }
    long most = (long) settings.offset() + settings.limit();
    return new SortedRows(keys, most, guard).of(view, selections(view), settings.offset());
  }

  /** Returns how many rows match and were drawn. */
  long count(TableView view) {
    return selections(view).stream().mapToLong(Selection::count).sum();
  }

  private RowCursor inOrderOfWriting(TableView view, long passed, long most) {
    List<SourceView> sources = view.sources();
    if (settings.sample() < 0) {
      return new WrittenOrder(
          sources, (source, asking) -> selection(view, source, asking), passed, most);
    }
    List<Selection> drawn = selections(view);
    return new WrittenOrder(sources, (source, _) -> drawn.get(source), passed, most);
  }

  private void hand(RowCursor rows, RowConsumer consumer) {
    while (rows.advance(guard)) {
      consumer.accept(rows.source(), rows.ordinal());
    }
  }

  private List<Selection> selections(TableView view) {
    List<Selection> selections = new ArrayList<>(view.sources().size());
    for (int i = 0; i < view.sources().size(); i++) {
      selections.add(selection(view, i, guard));
    }
    return settings.sample() < 0 ? selections : drawn(view, selections);
  }

  private Selection selection(TableView view, int source, QueryGuard asking) {
    return reached.isEmpty()
        ? Selection.of(view.sources().get(source), filter, asking)
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
