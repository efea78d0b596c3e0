package dev.pilum.engine.merge;

import dev.pilum.MergeResult;
import dev.pilum.engine.filter.Bits;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.read.LiveMatches;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.schema.Schema;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A merge that is to be made: looks at the newest view when its turn comes, while nobody else
 * commits, and says what goes and what comes.
 *
 * @param source the rows
 * @param on the columns by which rows match, all of them in the source
 * @param matched what happens to rows that match: the first clause whose condition is true
 * @param inserts whether rows of the source that match none are added
 * @param unmatched which rows of the table that match none are deleted; {@code null} for none
 */
public record MergePlan(
    MergeSource source,
    List<String> on,
    List<MergeClause> matched,
    boolean inserts,
    @Nullable FilterEvaluator unmatched) {
  private static final int NO_CLAUSE = -1;

  /** What a plan decided, and what that comes to once it is committed as some version. */
  public static final class Outcome {
    private @Nullable MergeEdit edit;
    private long duplicates;
    private long unchanged;

    private void decided(MergeEdit made, long passedOver, long idle) {
      edit = made;
      duplicates = passedOver;
      unchanged = idle;
    }

    /** Returns what was done, once it was. */
    public MergeResult at(long version) {
      MergeEdit made = edit;
      assert made != null : "it has been decided";
      return new MergeResult(
          version, made.inserted(), made.updated(), made.deleted(), duplicates, unchanged);
    }
  }

  /**
   * Returns the change.
   *
   * @param outcome learns what was decided, each time it is
   * @param check run every few thousand rows; may throw to give the merge up
   */
  public Change change(Outcome outcome, Runnable check) {
    return new Change.Decide(view -> decide(view, outcome, check));
  }

  private Change.Edit decide(TableView view, Outcome outcome, Runnable check) {
    Schema schema = view.schema();
    MatchColumns columns = new MatchColumns(on, source.schema());
    MergeSource.Distinct distinct = source.distinctBy(columns);
    RowPairs pairs =
        isByKey(schema)
            ? RowPairs.byKey(view, keys(schema), distinct.kept(), check)
            : RowPairs.byScan(view, new MatchColumns(on, schema), distinct, check);
    int[] clauses = clauses(view, pairs, check);
    MergeEdit edit = new MergeEdit(view, source);
    long unchanged = collect(distinct.kept(), pairs, clauses, edit);
    if (unmatched != null) {
      removeUnmatched(view, pairs, unmatched, check, edit);
    }
    Change.Edit made = edit.edit();
    String key = schema.key();
    if (key != null && !isByKey(schema)) {
      KeyConflicts.refuse(view, made, key);
    }
    outcome.decided(edit, distinct.duplicates(), unchanged);
    return made;
  }

  private boolean isByKey(Schema schema) {
    return on.size() == 1 && on.getFirst().equals(schema.key());
  }

  private KeyReader keys(Schema schema) {
    String key = schema.key();
    assert key != null : "matched by the key";
    return KeyReader.of(source.rows().column(key));
  }

  /** Returns for each pair the number of the first clause whose condition is true, or -1. */
  private int[] clauses(TableView view, RowPairs pairs, Runnable check) {
    int[] chosen = new int[pairs.count()];
    Arrays.fill(chosen, NO_CLAUSE);
    PairColumns columns = new PairColumns(source.schema(), view.schema());
    for (int clause = 0; clause < matched.size(); clause++) {
      FilterEvaluator condition = matched.get(clause).condition();
      int[] open = open(chosen);
      for (int from = 0; from < open.length; from += PairColumns.BLOCK) {
        check.run();
        int[] block =
            Arrays.copyOfRange(open, from, Math.min(open.length, from + PairColumns.BLOCK));
        Bits holds =
            condition == null ? null : columns.matches(condition, source, view, pairs, block);
        for (int i = 0; i < block.length; i++) {
          chosen[block[i]] = holds == null || holds.get(i) ? clause : NO_CLAUSE;
        }
      }
    }
    return chosen;
  }

  private static int[] open(int[] chosen) {
    int[] open = new int[chosen.length];
    int count = 0;
    for (int pair = 0; pair < chosen.length; pair++) {
      if (chosen[pair] == NO_CLAUSE) {
        open[count++] = pair;
      }
    }
    return Arrays.copyOf(open, count);
  }

  /** Returns how many rows of the source change nothing. */
  private long collect(BitSet rows, RowPairs pairs, int[] clauses, MergeEdit edit) {
    long unchanged = 0;
    int pair = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      boolean matches = pair < pairs.count() && pairs.sourceRow(pair) == row;
      boolean changes = !matches && inserts;
      if (changes) {
        edit.insert(row);
      }
      for (; pair < pairs.count() && pairs.sourceRow(pair) == row; pair++) {
        changes |= clauses[pair] != NO_CLAUSE;
        apply(clauses[pair], row, pairs.place(pair), edit);
      }
      unchanged += changes ? 0 : 1;
    }
    return unchanged;
  }

  private void apply(int clause, int row, long place, MergeEdit edit) {
    if (clause != NO_CLAUSE) {
      Set<String> columns = matched.get(clause).columns();
      if (columns == null) {
        edit.remove(place);
      } else {
        edit.update(place, row, columns);
      }
    }
  }

  private static void removeUnmatched(
      TableView view, RowPairs pairs, FilterEvaluator where, Runnable check, MergeEdit edit) {
    BitSet[] matching = new BitSet[view.sources().size()];
    Arrays.setAll(matching, _ -> new BitSet());
    for (int pair = 0; pair < pairs.count(); pair++) {
      matching[KeyLookup.source(pairs.place(pair))].set(KeyLookup.ordinal(pairs.place(pair)));
    }
    LiveMatches.forEach(
        view,
        where,
        check,
        (number, source, ordinal) -> {
          if (!matching[number].get(ordinal)) {
            edit.remove(KeyLookup.place(number, ordinal));
          }
        });
  }
}
