package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.env.Env;
import dev.pilum.testkit.table.MergeModel;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableComparison;
import dev.pilum.testkit.table.TableInvariants;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.Workload;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A table in an outside world of the caller's making, with the model of what it should hold: does
 * steps, and compares. One thread at a time.
 */
final class SteppedTable {
  private final Env env;
  private final Workload workload;
  private final Runnable background;
  private TableModel model = TableModel.ABSENT;
  private Database database;
  private @Nullable Table table;

  /**
   * Prepares a table; {@link #open} begins it.
   *
   * @param background runs some work that waits in the background, if it does
   */
  SteppedTable(Env env, Workload workload, Runnable background) {
    this.env = env;
    this.workload = workload;
    this.background = background;
  }

  TableModel model() {
    return model;
  }

  /** Says what the table should hold from now on. */
  void expect(TableModel now) {
    model = now;
  }

  Step draw() {
    return workload.next(model);
  }

  void open() {
    database = Database.open(env, workload.options());
    table = database.hasTable("t") ? database.openTable("t") : null;
  }

  void close() {
    table = null;
    database.close();
  }

  /** Asserts all that must be true of the table, if there is one. */
  void checkWhole() {
    compare();
    if (table != null) {
      TableInvariants.check(table);
      TableInvariants.checkFiles(env.files(), "t");
    }
  }

  /** Asserts that rows, filters and searches are the model's. */
  void compare() {
    if (table == null) {
      assertThat(database.hasTable("t")).isEqualTo(model.exists());
    } else {
      TableComparison.assertSame(table, model);
      TableComparison.assertSameFiltered(table, model);
      TableComparison.assertSameNearest(table, model, new SplittableRandom(model.version()));
    }
  }

  /** Does a step; the model is the caller's business. */
  void perform(Step step) {
    switch (step) {
      case Step.Create create -> table = database.createTable("t", workload.schema());
      case Step.Drop drop -> {
        table = null;
        database.dropTable("t");
      }
      case Step.Upsert(var rows) -> table.upsert(rows);
      case Step.Add add -> {
        if (model.takes(add.rows())) {
          table.add(add.rows());
        }
      }
      case Step.Update(var key, var values) -> table.update(key, values);
      case Step.UpdateWhere(var where, var values) -> table.updateWhere(where.filter(), values);
      case Step.Delete(var keys) -> table.deleteAll(keys);
      case Step.DeleteWhere(var where) -> table.deleteWhere(where.filter());
      case Step.Merge merge -> MergeModel.write(table, merge);
      case Step.Keep(var what) -> keep(what);
      case Step.Index(var column, var kind, var wish) -> {
        switch (wish) {
          case CREATE -> table.createIndex(column, kind);
          case DROP -> table.dropIndex(column, kind);
        }
      }
      case Step.Read read -> compare();
      case Step.Evolve evolve -> evolve.what().apply(table);
    }
  }

  private void keep(Step.Upkeep what) {
    switch (what) {
      case FLUSH -> table.flush();
      case OPTIMIZE -> table.optimize();
      case AWAIT -> table.awaitUpkeep();
      case BACKGROUND -> background.run();
      case TAKE_SNAPSHOT, CLOSE_SNAPSHOT -> {
        try (Snapshot snapshot = table.snapshot()) {
          TableComparison.assertSame(snapshot, model);
        }
      }
      case REOPEN -> {
        close();
        open();
      }
    }
  }
}
