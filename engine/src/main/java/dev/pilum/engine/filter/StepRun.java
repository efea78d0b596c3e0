package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Indexes are asked first, for all rows at once; joined parts of which all are known then are known too. What is left is read window by
 * window, so that bits stay in the cache, and only for words of 64 rows in which a row is still in question: of a conjunction those for
 * which no part so far is false, of a disjunction those for which none is true. What comes out for other rows means nothing.
 */
/** One run of a step over the rows of a source. One thread. */
final class StepRun {
  /**
   * Words without a row in question that are read all the same, because beginning anew costs as
   * much as reading 512 numbers.
   */
  private static final int GAP_WORDS = 8;

  private final RecordBatch rows;
  private final int windowRows;

  /**
   * Prepares a run.
   *
   * @param windowRows how many rows are looked at between two checks, a multiple of 64
   */
  StepRun(RecordBatch rows, int windowRows) {
    assert windowRows % Long.SIZE == 0 : windowRows;
    this.rows = rows;
    this.windowRows = windowRows;
  }

  /** Returns the rows for which the step is true; runs {@code check} once a window. */
  Bits matches(Step step, Runnable check) {
    Step left = looked(step, check);
    if (left instanceof Step.Known known) {
      return known.truth().yes();
    }
    Bits all = Bits.none(rows.rowCount());
    Bits possible = possible(left);
    for (int from = 0; from < rows.rowCount(); from += windowRows) {
      check.run();
      int count = Math.min(windowRows, rows.rowCount() - from);
      Bits asked = inQuestion(left.verdicts(), from, count);
      asked = possible == null ? asked : asked.and(possible.slice(from, count));
      if (!asked.isEmpty()) {
        all.put(truth(left, from, asked).yes().and(asked), from);
      }
    }
    return all;
  }

  /** Asks the indexes, and joins what is known. */
  private Step looked(Step step, Runnable check) {
    return switch (step) {
      case Step.Look look -> {
        check.run();
        yield Step.Known.of(look.lookup().truth());
      }
      case Step.Read r -> r;
      case Step.Known k -> k;
      case Step.Opposite o -> {
        Step part = looked(o.part(), check);
        yield part instanceof Step.Known(Truth truth, Verdicts v, RowEstimate r)
            ? Step.Known.of(truth.not())
            : new Step.Opposite(part, o.filter(), o.verdicts(), o.rows());
      }
      case Step.All a -> joined(a, check);
      case Step.Any a -> joined(a, check);
    };
  }

  private Step joined(Step.All all, Runnable check) {
    Truth known = null;
    List<Step> others = new ArrayList<>();
    for (Step part : all.parts()) {
      Step looked = looked(part, check);
      if (looked instanceof Step.Known(Truth truth, Verdicts v, RowEstimate r)) {
        known = known == null ? truth : known.and(truth);
        if (known.isNever()) {
          return Step.Known.of(known);
        }
      } else {
        others.add(looked);
      }
    }
    if (known != null) {
      others.addFirst(Step.Known.of(known));
    }
    return known != null && others.size() == 1
        ? others.getFirst()
        : new Step.All(others, all.verdicts(), all.rows());
  }

  private Step joined(Step.Any any, Runnable check) {
    Truth known = null;
    List<Step> others = new ArrayList<>();
    for (Step part : any.parts()) {
      Step looked = looked(part, check);
      if (looked instanceof Step.Known(Truth truth, Verdicts v, RowEstimate r)) {
        known = known == null ? truth : known.or(truth);
      } else {
        others.add(looked);
      }
    }
    if (known != null) {
      others.addFirst(Step.Known.of(known));
    }
    return known != null && others.size() == 1
        ? others.getFirst()
        : new Step.Any(others, any.verdicts(), any.rows());
  }

  /** Returns the rows for which a conjunction may be true by what indexes said, if they did. */
  private static @Nullable Bits possible(Step step) {
    return step instanceof Step.All(List<Step> parts, Verdicts verdicts, RowEstimate rows)
            && !parts.isEmpty()
            && parts.getFirst() instanceof Step.Known(Truth truth, Verdicts v, RowEstimate r)
        ? truth.possible()
        : null;
  }

  /** Returns the rows of a window for which a step may be true by what zone maps say. */
  private static Bits inQuestion(Verdicts verdicts, int from, int count) {
    Bits asked = Bits.none(count);
    for (int block = from / verdicts.blockRows();
        block < verdicts.blocks() && (long) block * verdicts.blockRows() < from + (long) count;
        block++) {
      if ((verdicts.of(block) & Verdicts.TRUE) != 0) {
        fill(asked, verdicts, block, from);
      }
    }
    return asked;
  }

  /** Returns what a step is for the rows of a window that are in question. */
  private Truth truth(Step step, int from, Bits asked) {
    return switch (step) {
      case Step.Known known -> known.truth().slice(from, asked.length());
      case Step.Read read -> read(read, from, asked);
      case Step.All all -> all(all, from, asked);
      case Step.Any any -> any(any, from, asked);
      case Step.Opposite opposite -> truth(opposite.part(), from, asked).not();
      case Step.Look l -> throw new AssertionError("looked up before");
    };
  }

  private Truth all(Step.All all, int from, Bits asked) {
    Truth truth = Truth.always(asked.length());
    Bits left = asked;
    for (Step part : all.parts()) {
      if (left.isEmpty()) {
        return truth;
      }
      truth = truth.and(truth(part, from, left));
      left = left.and(truth.possible());
    }
    return truth;
  }

  private Truth any(Step.Any any, int from, Bits asked) {
    Truth truth = Truth.never(asked.length());
    Bits left = asked;
    for (Step part : any.parts()) {
      if (left.isEmpty()) {
        return truth;
      }
      truth = truth.or(truth(part, from, left));
      left = left.andNot(truth.yes());
    }
    return truth;
  }

  /** Reads columns, where zone maps do not say what comes out. */
  private Truth read(Step.Read read, int from, Bits asked) {
    int count = asked.length();
    Verdicts verdicts = read.verdicts();
    if (!verdicts.isAnyDecided(from, count) && isOneRun(asked.words())) {
      return read.condition().in(window(read, from, count));
    }
    Bits yes = Bits.none(count);
    Bits unknown = Bits.none(count);
    Bits left = asked;
    for (int block = from / verdicts.blockRows();
        block < verdicts.blocks() && (long) block * verdicts.blockRows() < from + (long) count;
        block++) {
      if (verdicts.isDecided(block)) {
        Bits decided = Bits.none(count);
        fill(decided, verdicts, block, from);
        left = left.andNot(decided);
        yes = verdicts.of(block) == Verdicts.TRUE ? yes.or(decided) : yes;
        unknown = verdicts.of(block) == Verdicts.UNKNOWN ? unknown.or(decided) : unknown;
      }
    }
    readRuns(read, from, left, yes, unknown);
    return new Truth(yes, unknown);
  }

  /** Reads runs of words in which a row is in question. */
  private void readRuns(Step.Read read, int from, Bits left, Bits yes, Bits unknown) {
    long[] words = left.words();
    for (int start = 0; start < words.length; start++) {
      if (words[start] != 0) {
        int end = runEnd(words, start);
        int first = start << 6;
        int count = Math.min(left.length(), end << 6) - first;
        Truth truth = read.condition().in(window(read, from + first, count));
        yes.put(truth.yes(), first);
        unknown.put(truth.unknown(), first);
        start = end;
      }
    }
  }

  /** Returns whether all words are read at once. */
  private static boolean isOneRun(long[] words) {
    return words.length > 0 && words[0] != 0 && runEnd(words, 0) == words.length;
  }

  private static int runEnd(long[] words, int start) {
    int end = start + 1;
    for (int i = end; i < words.length && i < end + GAP_WORDS; i++) {
      if (words[i] != 0) {
        end = i + 1;
      }
    }
    return end;
  }

  private RecordBatch window(Step.Read read, int from, int count) {
    if (count == rows.rowCount()) {
      return rows;
    }
    if (read.columns().size() == 1) {
      String name = read.columns().iterator().next();
      for (int i = 0; i < rows.fields().size(); i++) {
        Field field = rows.fields().get(i);
        if (field.name().equals(name)) {
          Column column = Windows.of(rows.column(i), from, count);
          return new RecordBatch(List.of(field), count, List.of(column));
        }
      }
    }
    return Windows.of(rows, read.columns(), from, count);
  }

  /** Sets the bits of a block's rows inside the window that begins at {@code from}. */
  private static void fill(Bits bits, Verdicts verdicts, int block, int from) {
    long start = (long) block * verdicts.blockRows() - from;
    long end = start + verdicts.blockRows();
    bits.fill((int) Math.max(0, start), (int) Math.min(bits.length(), end));
  }
}
