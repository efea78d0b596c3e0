package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.testkit.sim.CommitLedger.Asked;
import dev.pilum.testkit.table.Evolution;
import dev.pilum.testkit.table.MergeModel;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableComparison;
import dev.pilum.testkit.table.TableModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One of several threads that work on a table at once, and tell the {@link CommitLedger} what they
 * asked and got. It gives up at the first failure of the disk.
 */
final class Client {
  private static final long WAIT_NANOS = 1_000;

  private final ThreadedHistory history;
  private final ThreadedLife life;
  private final Table table;
  private final CommitLedger ledger;
  private final int firstNumber;
  private final boolean writes;
  private final String name;

  Client(
      ThreadedHistory history,
      ThreadedLife life,
      Table table,
      CommitLedger ledger,
      int firstNumber,
      boolean writes) {
    this.history = history;
    this.life = life;
    this.table = table;
    this.ledger = ledger;
    this.firstNumber = firstNumber;
    this.writes = writes;
    this.name = (writes ? "writer " : "reader ") + firstNumber;
  }

  String name() {
    return name;
  }

  /** Makes its steps, one after another. */
  void work() {
    boolean healthy = true;
    for (int i = 0; i < history.circumstances().steps() && healthy; i++) {
      int number = firstNumber + i;
      long seed = history.seedOf(number);
      Step step = writes ? history.workload().again(seed).nextBeside() : new Step.Read(seed);
      if (history.begins(number, name, step)) {
        healthy = attempt(step, seed);
      }
    }
  }

  private boolean attempt(Step step, long seed) {
    try {
      perform(step, seed);
      return true;
    } catch (StorageFailure | Closed | Corruption e) {
      if (!life.mayFail()) {
        throw new AssertionError("%s: %s failed for no reason: %s".formatted(name, step, e), e);
      }
      return false;
    }
  }

  private void perform(Step step, long seed) {
    switch (step) {
      case Step.Upsert upsert -> write(step, () -> table.upsert(upsert.rows()));
      case Step.Add add -> write(step, () -> table.add(add.rows()));
      case Step.Update update -> write(step, () -> table.update(update.key(), update.values()));
      case Step.UpdateWhere update ->
          write(step, () -> table.updateWhere(update.where().filter(), update.values()));
      case Step.Delete delete -> write(step, () -> table.deleteAll(delete.keys()));
      case Step.DeleteWhere delete -> write(step, () -> table.deleteWhere(delete.where().filter()));
      case Step.Merge merge -> write(step, () -> MergeModel.write(table, merge));
      case Step.Keep keep -> keep(keep.what(), seed);
      case Step.Index index -> index(index);
      case Step.Read read -> read(read.seed());
      case Step.Create create -> life.threads().pause();
      case Step.Drop drop -> table.optimize();
      case Step.Evolve(Evolution what) -> evolve(step, what);
    }
  }

  private void write(Step step, Supplier<WriteResult> call) {
    Asked asked = ledger.asked(step);
    try {
      ledger.answered(asked, call.get());
    } catch (InvalidRequest e) {
      if (!(step instanceof Step.Add)) {
        throw e;
      }
      ledger.refused(asked, table.version());
    } catch (Conflict e) {
      ledger.givenUp(asked); // it was prepared for other columns
    } catch (PilumException e) {
      ledger.failed(asked);
      throw e;
    }
  }

  /** Which versions are kept is no part of any, nor is it modelled. */
  private void evolve(Step step, Evolution what) {
    if (what instanceof Evolution.Retain) {
      what.apply(table);
      return;
    }
    Asked asked = ledger.asked(step);
    try {
      ledger.altered(asked, what.apply(table));
    } catch (InvalidRequest e) {
      ledger.refused(asked, table.version());
    } catch (PilumException e) {
      ledger.doubted(asked);
      throw e;
    }
  }

  private void keep(Step.Upkeep what, long seed) {
    switch (what) {
      case FLUSH -> table.flush();
      case OPTIMIZE -> table.optimize();
      case AWAIT -> table.awaitUpkeep();
      case BACKGROUND, CLOSE_SNAPSHOT -> get(history.workload().again(seed).key());
      case TAKE_SNAPSHOT, REOPEN -> read(seed);
    }
  }

  private void index(Step.Index index) {
    switch (index.wish()) {
      case CREATE -> table.createIndex(index.column(), index.kind());
      case DROP -> table.dropIndex(index.column(), index.kind());
    }
  }

  private void get(Object key) {
    long before = ledger.newestTold();
    Row found = table.get(key);
    long after = table.version();
    assertThat(after).as("version that is read").isGreaterThanOrEqualTo(before);
    ledger.saw(
        "what key %s has".formatted(key),
        before,
        after,
        model -> TableComparison.sameAt(found, model, key));
  }

  private void read(long seed) {
    long before = ledger.newestTold();
    get(history.workload().again(seed).key());
    try (Snapshot snapshot = table.snapshot()) {
      long version = snapshot.version();
      assertThat(version).as("version that is read").isGreaterThanOrEqualTo(before);
      List<Row> rows = snapshot.scan().rows();
      ledger.saw(
          "all %d rows".formatted(rows.size()),
          version,
          version,
          model -> TableComparison.sameRows(rows, model));
      compare(snapshot, seed);
    }
  }

  /** Compares much more with the model, once that is known. */
  private void compare(Snapshot snapshot, long seed) {
    TableModel model = ledger.model(snapshot.version());
    while (model == null && !ledger.hasFailed()) {
      life.threads().sleep(WAIT_NANOS);
      model = ledger.model(snapshot.version());
    }
    if (model != null) {
      TableComparison.assertSame(snapshot, model);
      TableComparison.assertSameNearest(snapshot, model, new SplittableRandom(seed));
      TableComparison.assertSameFiltered(snapshot, model);
    }
  }
}
