package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.Cut;
import dev.pilum.storage.scalar.Span;
import dev.pilum.storage.scalar.ValueIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to an index of a column: which rows have an entry in each of some sets of entries.
 * Immutable.
 */
final class IndexLookup {
  private final ValueIndex index;
  private final Column column;
  private final List<List<Range>> sets;

  private IndexLookup(ValueIndex index, Column column, List<List<Range>> sets) {
    this.index = index;
    this.column = column;
    this.sets = sets;
  }

  /** Entries from {@code from} to before {@code to}. */
  private record Range(int from, int to) {}

  /**
   * Finds the entries of all values in some spans, by halving.
   *
   * @param sets one or more sets of spans; rows are asked for that have an entry in each set
   */
  static IndexLookup of(ValueIndex index, Column column, List<List<Span>> sets) {
    List<List<Range>> ranges = new ArrayList<>(sets.size());
    for (List<Span> spans : sets) {
      ranges.add(ranges(index, spans));
    }
    return new IndexLookup(index, column, List.copyOf(ranges));
  }

  private static List<Range> ranges(ValueIndex index, List<Span> spans) {
    List<Range> ranges = new ArrayList<>();
    for (Span span : spans) {
      int from = rank(index, span.low(), 0);
      int to = rank(index, span.high(), index.entries());
      if (to > from) {
        ranges.add(new Range(from, to));
      }
    }
    return List.copyOf(ranges);
  }

  private static int rank(ValueIndex index, @Nullable Cut cut, int otherwise) {
    return cut == null ? otherwise : index.rank(cut);
  }

  /** Returns how many rows have an entry in each set, at most. */
  long mostRows() {
    long most = column.length();
    for (List<Range> set : sets) {
      most = Math.min(most, rows(set));
    }
    return most;
  }

  /** Returns how many rows must be visited. */
  long visitedRows() {
    long visited = 0;
    for (List<Range> set : sets) {
      visited += isInverted(set) ? rowsInAll() - rows(set) : rows(set);
    }
    return visited;
  }

  /** Returns which rows have an entry in each set; unknown where there is no value. */
  Truth truth() {
    Bits yes = null;
    for (List<Range> set : sets) {
      Bits rows = isInverted(set) ? others(collected(complement(set))) : collected(set);
      yes = yes == null ? rows : yes.and(rows);
    }
    Bits unknown =
        column.validity() == null ? Bits.none(column.length()) : Presence.of(column).not();
    return new Truth(yes == null ? unknown.not() : yes, unknown);
  }

  private Bits others(Bits rows) {
    return column.validity() == null ? rows.not() : Presence.of(column).andNot(rows);
  }

  private Bits collected(List<Range> ranges) {
    Bits rows = Bits.none(column.length());
    for (Range range : ranges) {
      index.collect(range.from(), range.to(), rows.words());
    }
    return rows;
  }

  /** Where each row has one entry and most are asked for, those that are not are fewer. */
  private boolean isInverted(List<Range> set) {
    return column.type().isScalar() && 2 * rows(set) > rowsInAll();
  }

  private List<Range> complement(List<Range> set) {
    List<Range> others = new ArrayList<>();
    int from = 0;
    for (Range range : set) {
      others.add(new Range(from, range.from()));
      from = range.to();
    }
    others.add(new Range(from, index.entries()));
    return others;
  }

  private long rows(List<Range> set) {
    long rows = 0;
    for (Range range : set) {
      rows += index.rows(range.from(), range.to());
    }
    return rows;
  }

  private long rowsInAll() {
    return index.rows(0, index.entries());
  }
}
