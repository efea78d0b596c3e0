package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.WriteResult;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Several clients write at once, and each learns from its answer which version its write made. So the order of all writes is no guess: the
 * versions say it. `known` is the model as of the newest version up to which every write has been answered. Answers beyond it wait in
 * `ahead` until the ones before them come; what has been asked and not answered is `open`.
 *
 * What readers saw is compared with the model of its version, at once or when that version is known. After a power cut the answers stop;
 * what the table may hold then is for an Expectation to say.
 */
/**
 * What clients of one table asked and were told, against a model: every answer must fit, in the
 * order of versions, and no answer may be older than what was known when its question was asked.
 * One thread at a time.
 */
final class CommitLedger {
  private final Map<Long, TableModel> models = new HashMap<>();
  private final TreeMap<Long, Answered> ahead = new TreeMap<>();
  private final List<Asked> open = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private TableModel known;
  private long newestTold;
  private boolean failed;
  private boolean doubtful;

  /** A write under way; {@code afterVersion} had been told to somebody before it was asked. */
  record Asked(Step step, long afterVersion, boolean afterFailure) {}

  /** A write that made a version. */
  record Answered(Step step, WriteResult result) {}

  /**
   * What somebody saw of some version.
   *
   * @param from the least version it may have been
   * @param to the greatest
   * @param fits whether a model is what was seen
   */
  record Seen(String what, long from, long to, Predicate<TableModel> fits) {}

  /** Begins with what the table holds. */
  CommitLedger(TableModel found) {
    this.known = found.keepingUnknown();
    this.newestTold = known.version();
    models.put(known.version(), known);
  }

  /** Returns the newest model that all answers up to its version make. */
  TableModel known() {
    return known;
  }

  /** Returns the newest version that anybody has been told of: a crash must not undo it. */
  long newestTold() {
    return newestTold;
  }

  /** Returns the model of {@code version}, or {@code null} while it is not known. */
  @Nullable TableModel model(long version) {
    return models.get(version);
  }

  /** Returns whether a write has failed, so that not all versions may come to be known. */
  boolean hasFailed() {
    return failed || doubtful;
  }

  /** Returns what the table may hold if everything stops now. */
  Expectation expectation() {
    return new Expectation(
        known, new TreeMap<>(ahead), List.copyOf(open), List.copyOf(seen), newestTold);
  }

  /** Says that a client is about to write. */
  Asked asked(Step step) {
    Asked asked = new Asked(step, newestTold, failed);
    open.add(asked);
    return asked;
  }

  /** Says what the client was told. */
  void answered(Asked asked, WriteResult result) {
    close(asked);
    boolean changed = result.rowsWritten() + result.rowsRemoved() > 0;
    long oldest = asked.afterVersion() + (changed ? 1 : 0);
    assertThat(result.version()).as("version of %s", asked.step()).isGreaterThanOrEqualTo(oldest);
    if (changed) {
      assertThat(asked.afterFailure()).as("%s came after a failed write", asked.step()).isFalse();
      Answered before = ahead.put(result.version(), new Answered(asked.step(), result));
      assertThat(before).as("two writes of version %d", result.version()).isNull();
      told(result.version());
      advance();
    } else {
      saw(
          "that nothing changes by " + asked.step(),
          result.version(),
          result.version(),
          model -> changesNothing(asked.step(), model));
    }
  }

  /** Says that the client was told that the columns have changed, which made a version. */
  void altered(Asked asked, long version) {
    close(asked);
    assertThat(version).as("version of %s", asked.step()).isGreaterThan(asked.afterVersion());
    assertThat(asked.afterFailure()).as("%s came after a failed write", asked.step()).isFalse();
    WriteResult result = new WriteResult(version, 0, 0);
    Answered before = ahead.put(version, new Answered(asked.step(), result));
    assertThat(before).as("two writes of version %d", version).isNull();
    told(version);
    advance();
  }

  /** Says that the client was told that columns have changed meanwhile, and nothing was done. */
  void givenUp(Asked asked) {
    close(asked);
  }

  /** Says that the client was told that its write cannot be made as things are. */
  void refused(Asked asked, long versionAfterwards) {
    close(asked);
    saw(
        "that " + asked.step() + " is refused",
        asked.afterVersion(),
        versionAfterwards,
        model -> changesNothing(asked.step(), model));
  }

  /** Says that the disk failed under a write: nobody knows whether it was made. */
  void failed(Asked asked) {
    if (asked.afterFailure()) {
      close(asked); // refused, not failed: it must not be there
    }
    failed = true;
  }

  /** Says that the disk failed under a change of columns: the table may go on without it. */
  void doubted(Asked asked) {
    if (asked.afterFailure()) {
      close(asked);
    }
    doubtful = true;
  }

  /** Says what somebody saw of a version between {@code from} and {@code to}. */
  void saw(String what, long from, long to, Predicate<TableModel> fits) {
    told(to);
    seen.add(new Seen(what, from, to, fits));
    checkSeen();
  }

  /** Asserts that nothing is open, which is so when all clients have come to their end. */
  void checkComplete() {
    assertThat(open).as("writes without an answer").isEmpty();
    assertThat(ahead).as("versions without those before them").isEmpty();
    assertThat(seen.stream().map(Seen::what)).as("what was seen of unknown versions").isEmpty();
  }

  /** Returns whether {@code result} is right for a step that leads from one model to the other. */
  static boolean fits(WriteResult result, Step step, TableModel before, TableModel after) {
    long written = rowsWritten(step, before);
    long removed = before.rows().size() + result.rowsWritten() - after.rows().size();
    return after.version() == result.version()
        && result.rowsRemoved() == removed
        && (written < 0 || written == result.rowsWritten());
  }

  private static boolean changesNothing(Step step, TableModel model) {
    return step.after(model) == model;
  }

  /** Returns how many rows the step writes, -1 when the comparison of row counts says it all. */
  private static long rowsWritten(Step step, TableModel before) {
    return switch (step) {
      case Step.Upsert upsert -> upsert.rows().size();
      case Step.Add add -> add.rows().size();
      case Step.Update update -> before.get(update.key()) == null ? 0 : 1;
      case Step.UpdateWhere update ->
          before.rows().stream().filter(update.where().matches()).count();
      case Step.Delete delete -> 0;
      case Step.DeleteWhere delete -> 0;
      case Step.Merge merge -> -1;
      case Step.Create create -> -1;
      case Step.Drop drop -> -1;
      case Step.Keep keep -> -1;
      case Step.Index index -> -1;
      case Step.Read read -> -1;
      case Step.Evolve evolve -> -1;
    };
  }

  private void close(Asked asked) {
    open.removeIf(each -> each == asked);
  }

  private void told(long version) {
    newestTold = Math.max(newestTold, version);
  }

  private void advance() {
    for (Answered next = ahead.remove(known.version() + 1);
        next != null;
        next = ahead.remove(known.version() + 1)) {
      TableModel after = next.step().after(known);
      if (!fits(next.result(), next.step(), known, after)) {
        throw new AssertionError(
            "%s of %s was answered with %s".formatted(next.step(), known, next.result()));
      }
      known = after;
      models.put(known.version(), known);
    }
    checkSeen();
  }

  private void checkSeen() {
    for (Iterator<Seen> each = seen.iterator(); each.hasNext(); ) {
      Seen what = each.next();
      if (what.to() <= known.version()) {
        check(what);
        each.remove();
      }
    }
  }

  private void check(Seen what) {
    for (long version = what.from(); version <= what.to(); version++) {
      TableModel model = models.get(version);
      if (model != null && what.fits().test(model)) {
        return;
      }
    }
    throw new AssertionError(
        "somebody saw %s, which is true of no version from %d to %d"
            .formatted(what.what(), what.from(), what.to()));
  }
}
