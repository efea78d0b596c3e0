package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Durability;
import dev.pilum.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a table must hold after the steps so far, and what else it may hold: what a step under way,
 * or failed, may have made of it, and what a power cut may lead back to. One thread at a time.
 */
final class Outcomes {
  private final Durability durability;

  /** Versions that a power cut may lead back to. */
  private final List<TableModel> unforced;

  private TableModel acknowledged;
  private TableModel possible;

  /** A change of columns that was cut short may leave a version that changed nothing. */
  private @Nullable TableModel between;

  /** Begins with what a disk must hold. */
  Outcomes(Durability durability, Expected expected) {
    this.durability = durability;
    this.acknowledged = expected.acknowledged();
    this.possible = expected.possible();
    this.unforced = new ArrayList<>(expected.older());
  }

  /** Returns what the table holds: all that was acknowledged. */
  TableModel acknowledged() {
    return acknowledged;
  }

  /** Returns what the disk holds should the process end now, and the system go on. */
  Expected byNextProcess() {
    return new Expected(unchanged(), acknowledged, possible);
  }

  /** Returns what the disk holds should the power fail now. */
  Expected afterPowerCut() {
    List<TableModel> older = new ArrayList<>(unforced);
    older.addAll(unchanged());
    return new Expected(older, acknowledged, possible);
  }

  private List<TableModel> unchanged() {
    return between == null ? List.of() : List.of(between);
  }

  /** Goes on from what a table that was just opened holds, which must be one of what it may. */
  void opened(@Nullable Table opened) {
    acknowledged = found(opened);
    possible = acknowledged;
    between = null;
    unforced.clear();
  }

  /** All that was acknowledged is on the disk now. */
  void forced() {
    unforced.clear();
  }

  /**
   * A step begins that makes the table {@code next}.
   *
   * @return whether a step before it has failed, so that nobody knows what the table holds
   */
  boolean begin(Step step, TableModel next) {
    boolean doubtful = possible != acknowledged;
    possible = doubtful ? possible : next;
    between = doubtful || !changesColumns(step) ? between : acknowledged.next();
    return doubtful;
  }

  /** The step has been acknowledged: asserts that it could be. */
  void end(Step step, TableModel next, boolean doubtful) {
    if (doubtful && between != null && next != acknowledged) {
      possible = next; // so the columns had been left alone, and writing went on
    }
    if (doubtful && possible != acknowledged && possible != next) {
      assertThat(next).as("a write accepted after a failed one: %s", step).isSameAs(acknowledged);
    } else {
      remember(step);
      acknowledged = possible;
      between = null;
    }
  }

  private boolean changesColumns(Step step) {
    return step instanceof Step.Evolve(Evolution what) && what.changesColumns(acknowledged);
  }

  /** Keeps what a power cut may lead back to: versions since the last step that forced them all. */
  private void remember(Step step) {
    if (isForcedBy(step)) {
      unforced.clear();
    } else if (possible != acknowledged) {
      unforced.add(acknowledged);
    }
  }

  private boolean isForcedBy(Step step) {
    return switch (durability) {
      case FORCED -> true;
      case BUFFERED ->
          switch (step) {
            case Step.Create create -> true;
            case Step.Drop drop -> true;
            case Step.Keep(Step.Upkeep what) ->
                switch (what) {
                  case FLUSH, OPTIMIZE, REOPEN -> true;
                  case AWAIT, BACKGROUND, TAKE_SNAPSHOT, CLOSE_SNAPSHOT -> false;
                };
            case Step.Upsert upsert -> false;
            case Step.Add add -> false;
            case Step.Update update -> false;
            case Step.UpdateWhere update -> false;
            case Step.Delete delete -> false;
            case Step.DeleteWhere delete -> false;
            case Step.Merge merge -> false;
            case Step.Index index -> false;
            case Step.Read read -> false;
            case Step.Evolve(Evolution what) ->
                !(what instanceof Evolution.Restore) || what.changesColumns(acknowledged);
          };
    };
  }

  private TableModel found(@Nullable Table opened) {
    List<TableModel> expected = afterPowerCut().all();
    for (TableModel model : expected) {
      if (opened == null ? !model.exists() : same(opened, model)) {
        return opened == null ? model : knowing(opened, model);
      }
    }
    for (TableModel model : expected) {
      if (opened != null && model.version() == opened.version()) {
        TableComparison.assertSame(opened, model);
      }
    }
    if (opened != null) {
      assertThat(expected).as("tags and retention").noneMatch(m -> TableComparison.same(opened, m));
    }
    String found =
        opened == null
            ? "no table"
            : "version %d with %d rows".formatted(opened.version(), opened.count());
    throw new AssertionError("found %s instead of one of %s".formatted(found, expected));
  }

  /** From now on it is known what is kept. */
  private static TableModel knowing(Table opened, TableModel model) {
    return model.kept() != KeptVersions.UNKNOWN
        ? model
        : model.keeping(
            new KeptVersions(
                opened.retention().versions(), model.version(), opened.tags(), new TreeMap<>()));
  }

  private static boolean same(Table opened, TableModel model) {
    KeptVersions kept = model.kept();
    boolean sameKept =
        kept == KeptVersions.UNKNOWN
            || (opened.retention().versions() == kept.count() && opened.tags().equals(kept.tags()));
    return sameKept && TableComparison.same(opened, model);
  }
}
