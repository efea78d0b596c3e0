package dev.pilum.testkit.sim;

import dev.pilum.testkit.sim.CommitLedger.Answered;
import dev.pilum.testkit.sim.CommitLedger.Asked;
import dev.pilum.testkit.sim.CommitLedger.Seen;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * What a table may hold after everything stopped: every write that was answered, at the version it
 * was told; of those that were not answered any, each whole, in any order that fits between.
 * Immutable.
 *
 * @param known all writes up to its version were answered
 * @param ahead answered, with some version missing before them
 * @param open not answered; a handful, for all their orders are tried
 * @param seen what readers saw of versions beyond {@code known}
 * @param atLeast the newest version anybody was told of
 */
record Expectation(
    TableModel known,
    NavigableMap<Long, Answered> ahead,
    List<Asked> open,
    List<Seen> seen,
    long atLeast) {

  /** Returns an expectation of one model and nothing else. */
  static Expectation only(TableModel model) {
    return new CommitLedger(model).expectation();
  }

  /** Returns all models that the table may hold, the one with the fewest writes first. */
  List<TableModel> acceptable() {
    List<TableModel> found = new ArrayList<>();
    extend(List.of(known), open, found);
    found.sort((one, other) -> Long.compare(one.version(), other.version()));
    return found;
  }

  private void extend(List<TableModel> path, List<Asked> left, List<TableModel> found) {
    TableModel last = path.getLast();
    if (last.version() >= atLeast && fitsWhatWasSeen(path)) {
      found.add(last);
    }
    Answered answered = ahead.get(last.version() + 1);
    if (answered != null) {
      TableModel after = answered.step().after(last);
      if (CommitLedger.fits(answered.result(), answered.step(), last, after)) {
        extend(with(path, after), left, found);
      }
      return;
    }
    for (Asked next : left) {
      TableModel after = next.step().after(last);
      if (after != last) {
        extend(with(path, after), without(left, next), found);
        if (next.step() instanceof Step.Evolve) { // cut short, it may leave an empty version
          extend(with(path, last.next()), List.of(), found);
        }
      }
    }
  }

  /** Returns whether each thing seen is true of some version on {@code path} that it may be of. */
  private boolean fitsWhatWasSeen(List<TableModel> path) {
    long first = known.version();
    for (Seen what : seen) {
      // One that may be of a version before the known one was compared with those or never will be.
      boolean fits = what.from() < first;
      for (TableModel model : path) {
        boolean meant = model.version() >= what.from() && model.version() <= what.to();
        fits |= meant && what.fits().test(model);
      }
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static List<TableModel> with(List<TableModel> path, TableModel next) {
    List<TableModel> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }

  private static List<Asked> without(List<Asked> all, Asked one) {
    List<Asked> fewer = new ArrayList<>(all);
    fewer.removeIf(each -> each == one);
    return fewer;
  }

  @Override
  public String toString() {
    return "%s, at least version %d, answered beyond it %s, under way %s"
        .formatted(known, atLeast, ahead, open);
  }
}
