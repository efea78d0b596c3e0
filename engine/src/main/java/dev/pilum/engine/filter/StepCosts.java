package dev.pilum.engine.filter;

import dev.pilum.storage.schema.ScalarIndex;

/**
 * What steps cost, in nanoseconds of one thread, measured on a million rows of int64, int32, int16,
 * eight letters of text and lists of a tag or none, on a machine of 2025 with two cores.
 */
final class StepCosts {
  /** An index of ordered rows sets bits all over the place. */
  private static final double NANOS_PER_ORDERED_ROW = 0.8;

  /** Bitmaps are copied word by word where they are dense: this is of sparse ones. */
  private static final double NANOS_PER_BITMAP_ROW = 0.7;

  /** Rows to a word of bits: fewer are not read at once. */
  private static final double ROWS_PER_WORD = Long.SIZE;

  private StepCosts() {}

  /** Returns what asking an index costs. */
  static double of(ScalarIndex kind, IndexLookup lookup) {
    double nanos = kind == ScalarIndex.ORDERED ? NANOS_PER_ORDERED_ROW : NANOS_PER_BITMAP_ROW;
    return (double) lookup.visitedRows() * nanos;
  }

  /** Returns what reading columns costs while {@code left} rows are in question. */
  static double of(Step.Read read, double left) {
    long undecided = 0;
    for (int i = 0; i < read.verdicts().blocks(); i++) {
      undecided += read.verdicts().isDecided(i) ? 0 : read.verdicts().blockRows();
    }
    double readable = (double) Math.min(undecided, read.rows().of());
    return Math.min(readable, left * ROWS_PER_WORD) * read.nanosPerRow();
  }

  /** Returns what reading columns costs for each row. */
  static double nanosPerRow(Condition condition) {
    return switch (condition) {
      case Condition.OnValue v -> nanosPerRow(v.test());
      case Condition.Missing m -> 0.05;
      case Condition.Opposite o -> nanosPerRow(o.part());
      case Condition.InBlocks b -> 20;
      case Condition.OnPair p -> 5;
      case Condition.Unknown u -> 0;
      case Condition.Leaf l -> nanosPerRow(l.condition());
      case Condition.All a -> 0;
      case Condition.Any a -> 0;
    };
  }

  private static double nanosPerRow(ColumnTest test) {
    return switch (test) {
      case KeyTest.InRange r -> 0.4;
      case KeyTest.InSet s -> 2;
      case WideTest w -> 3;
      case BoolTest b -> 0.05;
      case EqualBytes e -> 3;
      case BytesOrder b -> 8;
      case BytesSet b -> 7;
      case LikePattern l -> 18;
      case RegexTest r -> 150;
      case ListTest l -> 7.0 * l.tests().size();
      case ColumnTest.Each e -> e.tests().stream().mapToDouble(StepCosts::nanosPerRow).sum();
      case ColumnTest.Nothing n -> 0.05;
    };
  }
}
