package dev.pilum.engine.read;

import dev.pilum.engine.filter.KeyBytes;
import dev.pilum.engine.filter.RowKeys;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts rows, keeping no more than are wanted: a heap whose top is the last of the first so many. A
 * row that does not come before it costs its key and no memory. One use, one thread.
 */
final class SortedRows {
  private static final Comparator<Place> FORWARD =
      (a, b) -> {
        int byKey = Arrays.compareUnsigned(a.key, b.key);
        int bySource = byKey != 0 ? byKey : Integer.compare(a.source, b.source);
        return bySource != 0 ? bySource : Integer.compare(a.ordinal, b.ordinal);
      };

  private final RowKeys keys;
  private final long most;
  private final QueryGuard guard;
  private final PriorityQueue<Place> heap = new PriorityQueue<>(FORWARD.reversed());

  /**
   * Keeps the first rows.
   *
   * @param most how many, at least 1
   * @param guard asked every 256 rows whether to go on
   */
  SortedRows(RowKeys keys, long most, QueryGuard guard) {
    this.keys = keys;
    this.guard = guard;
    this.most = most;
  }

  /** A row and its key; of equal keys the row that was written first comes first. */
  private record Place(byte[] key, int source, int ordinal) {}

  /** Returns the first of the selected rows of each source, but for {@code passed} of them. */
  RowCursor of(TableView view, List<Selection> selections, int passed) {
    for (int i = 0; i < selections.size(); i++) {
      take(view, i, selections.get(i));
    }
    Place[] sorted = heap.toArray(Place[]::new);
    Arrays.sort(sorted, FORWARD);
    long[] places = new long[Math.max(0, sorted.length - passed)];
    for (int i = 0; i < places.length; i++) {
      Place place = sorted[passed + i];
      places[i] = KeyLookup.place(place.source, place.ordinal);
    }
    return new Places(view.sources(), places);
  }

  /** Rows that were found, without the keys by which they were. */
  private static final class Places implements RowCursor {
    private final List<SourceView> sources;
    private final long[] places;
    private int at = -1;

    Places(List<SourceView> sources, long[] places) {
      this.sources = sources;
      this.places = places;
    }

    @Override
    public boolean advance(QueryGuard guard) {
      at = Math.min(at + 1, places.length);
      guard.checkAt(at);
      return at < places.length;
    }

    @Override
    public SourceView source() {
      return sources.get(KeyLookup.source(places[at]));
    }

    @Override
    public int ordinal() {
      return KeyLookup.ordinal(places[at]);
    }
  }

  private void take(TableView view, int source, Selection selection) {
    int rows = view.sources().get(source).rowCount();
    KeyBytes key = new KeyBytes();
    RowKeys.Writer writer = keys.over(view.sources().get(source).rows());
    int seen = 0;
    for (int row = selection.next(0, rows); row >= 0; row = selection.next(row + 1, rows)) {
      guard.checkAt(seen++);
      key.clear();
      writer.write(row, key);
      Place last = heap.size() < most ? null : heap.peek();
      // Rows come in the order of writing: an equal key loses against one that is there.
      if (last == null || key.compareTo(last.key) < 0) {
        if (last != null) {
          heap.poll();
        }
        heap.add(new Place(key.toArray(), source, row));
      }
    }
  }
}
