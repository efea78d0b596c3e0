package dev.pilum.engine.filter;

import dev.pilum.engine.filter.Condition.Leaf;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.scalar.Span;
import dev.pilum.storage.scalar.ValueIndex;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides how one source answers a condition. One use, one thread. */
final class StepPlanner {
  /**
   * Parts of a filter for which zone maps are looked at: they keep a byte for each block, and a
   * filter may have 200,000 parts.
   */
  private static final int MAX_ZONED = 1_000;

  private final RecordBatch rows;
  private final int rowCount;
  private final ColumnIndexes indexes;
  private final IndexUse use;
  private int zoned;

  StepPlanner(RecordBatch rows, ColumnIndexes indexes, IndexUse use) {
    this.rows = rows;
    this.rowCount = rows.rowCount();
    this.indexes = indexes;
    this.use = use;
  }

  /** Returns how the rows answer. */
  Step plan(Condition condition) {
    return switch (condition) {
      case Leaf leaf -> leaf(leaf, leaf.condition(), rowCount);
      case Condition.All all -> all(all.parts());
      case Condition.Any any -> any(any.parts());
      case Condition.Opposite opposite -> Step.Opposite.of(plan(opposite.part()), null);
      case Condition.Unknown u -> throw outside(u);
      case Condition.OnValue v -> throw outside(v);
      case Condition.OnPair p -> throw outside(p);
      case Condition.Missing m -> throw outside(m);
      case Condition.InBlocks b -> throw outside(b);
    };
  }

  private static AssertionError outside(Condition condition) {
    return new AssertionError("outside of a leaf: " + condition);
  }

  private Step any(List<Condition> parts) {
    List<Step> steps = new ArrayList<>(parts.size());
    for (Condition part : parts) {
      steps.add(plan(part));
    }
    return Step.Any.of(steps, rowCount);
  }

  /**
   * Joins parts by "and", the cheapest and most selective first, and decides once more about each
   * leaf, now that few rows may be left when its turn comes.
   */
  private Step all(List<Condition> parts) {
    List<Part> order = new ArrayList<>(parts.size());
    for (Condition part : parts) {
      order.add(new Part(part, plan(part)));
    }
    order.sort(Comparator.comparingDouble(Part::rank));
    List<Step> steps = new ArrayList<>(order.size());
    double left = rowCount;
    for (Part part : order) {
      Step step =
          part.condition() instanceof Leaf leaf && left < rowCount
              ? leaf(leaf, leaf.condition(), left)
              : part.step();
      steps.add(step);
      left *= step.rows().selectivity();
    }
    return Step.All.of(steps, rowCount);
  }

  private record Part(Condition condition, Step step) {
    /**
     * Returns what comes first: cost for each row that a part takes away (Hanani, 1977), with an
     * index as good as free.
     */
    double rank() {
      return nanosPerRow(step) / (1.01 - step.rows().selectivity());
    }

    private static double nanosPerRow(Step step) {
      return switch (step) {
        case Step.Read r -> r.nanosPerRow();
        case Step.Look l -> 0.01;
        case Step.Opposite o -> nanosPerRow(o.part());
        case Step.All a -> sum(a.parts());
        case Step.Any a -> sum(a.parts());
        case Step.Known k -> 0;
      };
    }

    private static double sum(List<Step> steps) {
      double sum = 0.01;
      for (Step step : steps) {
        sum += nanosPerRow(step);
      }
      return sum;
    }
  }

  /**
   * Returns how to answer a leaf.
   *
   * @param condition the leaf's, or a part of it
   * @param left how many rows are still in question
   */
  private Step leaf(Leaf leaf, Condition condition, double left) {
    return switch (condition) {
      case Condition.Opposite(Condition part) ->
          Step.Opposite.of(leaf(leaf, part, left), leaf.filter());
      case Condition.Unknown u -> constant(leaf, u, Verdicts.UNKNOWN);
      case Condition.All(List<Condition> parts) when parts.isEmpty() ->
          constant(leaf, condition, Verdicts.TRUE);
      case Condition.Any(List<Condition> parts) when parts.isEmpty() ->
          constant(leaf, condition, Verdicts.FALSE);
      case Condition.Missing(Value.Stored stored) -> missing(leaf, condition, stored);
      case Condition.OnValue(Value.Stored stored, ColumnTest test) ->
          onValue(new Asked(leaf, condition, stored, test, test.spans()), left);
      default -> read(leaf, condition, Verdicts.all(rowCount, Verdicts.ANY), null);
    };
  }

  private Step constant(Leaf leaf, Condition condition, int verdict) {
    return read(leaf, condition, Verdicts.all(rowCount, verdict), null);
  }

  private Step missing(Leaf leaf, Condition condition, Value.Stored stored) {
    Zones zones = zones(stored.column());
    if (zones == null) {
      return read(leaf, condition, Verdicts.all(rowCount, Verdicts.FALSE | Verdicts.TRUE), null);
    }
    long nulls = 0;
    for (int i = 0; i < zones.blocks(); i++) {
      nulls += zones.nullCount(i);
    }
    Verdicts verdicts = Verdicts.of(rowCount, zones, i -> missing(zones, i));
    return read(leaf, condition, verdicts, RowEstimate.exactly(nulls, rowCount));
  }

  private static int missing(Zones zones, int block) {
    int nulls = zones.nullCount(block);
    return nulls == 0
        ? Verdicts.FALSE
        : nulls == zones.rowsIn(block) ? Verdicts.TRUE : Verdicts.FALSE | Verdicts.TRUE;
  }

  /** A test of a stored column, and where the values lie that pass. */
  private record Asked(
      Leaf leaf,
      Condition condition,
      Value.Stored stored,
      ColumnTest test,
      @Nullable Spans spans) {}

  private Step onValue(Asked asked, double left) {
    Zones zones = zones(asked.stored().column());
    Verdicts verdicts =
        zones == null
            ? Verdicts.all(rowCount, Verdicts.ANY)
            : Verdicts.of(rowCount, zones, i -> ZoneVerdict.of(zones, i, asked.spans()));
    RowEstimate guess =
        zones == null || asked.spans() == null
            ? null
            : ZoneVerdict.estimate(zones, asked.spans(), verdicts, rowCount);
    Step read = read(asked.leaf(), asked.condition(), verdicts, guess);
    Step look = use == IndexUse.NEVER ? null : look(asked, (Step.Read) read, left);
    return look == null ? read : look;
  }

  /** Returns an index to be asked instead of a column, if there is one that is worth it. */
  private @Nullable Step look(Asked asked, Step.Read read, double left) {
    boolean exact = asked.spans() == null || asked.spans().exact();
    Step.Look best = null;
    double cost = use == IndexUse.ALWAYS ? Double.POSITIVE_INFINITY : StepCosts.of(read, left);
    for (ScalarIndex kind : ScalarIndex.values()) {
      ValueIndex index = indexes.index(asked.stored().column(), kind);
      List<List<Span>> sets = sets(asked, kind);
      if (index != null && sets != null) {
        Column column = rows.column(asked.stored().column());
        IndexLookup lookup = IndexLookup.of(index, column, sets);
        double nanos = StepCosts.of(kind, lookup);
        if (!exact) {
          nanos += StepCosts.of(read, Math.min(left, (double) lookup.mostRows()));
        }
        if (nanos < cost) {
          cost = nanos;
          best = look(asked, read, kind, lookup);
        }
      }
    }
    return best == null || exact ? best : Step.All.of(List.of(best, read), rowCount);
  }

  private Step.Look look(Asked asked, Step.Read read, ScalarIndex kind, IndexLookup lookup) {
    long most = lookup.mostRows();
    RowEstimate rows =
        kind == ScalarIndex.LABEL_LIST
            ? RowEstimate.between(0, (double) most, most, rowCount)
            : RowEstimate.exactly(most, rowCount);
    return new Step.Look(
        asked.leaf().filter(), lookup, asked.stored().column(), kind, read.verdicts(), rows);
  }

  /** Returns what an index of a kind is asked for, or {@code null} when it cannot answer. */
  private static @Nullable List<List<Span>> sets(Asked asked, ScalarIndex kind) {
    if (kind == ScalarIndex.LABEL_LIST) {
      return asked.test() instanceof ListTest(List<ColumnTest> tests) ? sets(tests) : null;
    }
    return asked.spans() == null ? null : List.of(asked.spans().spans());
  }

  private static @Nullable List<List<Span>> sets(List<ColumnTest> tests) {
    List<List<Span>> sets = new ArrayList<>(tests.size());
    for (ColumnTest test : tests) {
      Spans spans = test.spans();
      if (spans == null || !spans.exact()) {
        return null;
      }
      sets.add(spans.spans());
    }
    return sets;
  }

  private Step.Read read(
      Leaf leaf, Condition condition, Verdicts verdicts, @Nullable RowEstimate guess) {
    RowEstimate rows = guess == null ? ZoneVerdict.guess(verdicts, rowCount) : guess;
    return new Step.Read(
        leaf.filter(), condition, leaf.columns(), StepCosts.nanosPerRow(condition), verdicts, rows);
  }

  private @Nullable Zones zones(String column) {
    return ++zoned > MAX_ZONED ? null : indexes.zones(column);
  }
}
