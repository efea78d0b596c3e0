package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.testkit.SimulatedEnv;
import java.util.List;
import java.util.Map;

/** Does the steps of a workload that change rows or files; of all others, background work. */
final class RowSteps {
  private RowSteps() {}

  /**
   * Does one.
   *
   * @param now what the table holds
   * @param reopen how its database is closed and opened again
   */
  static void apply(Step step, TableModel now, Table table, SimulatedEnv env, Runnable reopen) {
    switch (step) {
      case Step.Upsert(List<Row> rows) -> table.upsert(rows);
      case Step.Add(List<Row> rows) -> add(rows, now, table);
      case Step.Update(Object key, Map<String, ?> values) -> table.update(key, values);
      case Step.UpdateWhere(Step.Condition where, Map<String, ?> values) ->
          table.updateWhere(where.filter(), values);
      case Step.Delete(List<Object> keys) -> table.deleteAll(keys);
      case Step.DeleteWhere(Step.Condition where) -> table.deleteWhere(where.filter());
      case Step.Merge merge -> MergeModel.write(table, merge);
      case Step.Keep(Step.Upkeep upkeep) -> keep(upkeep, table, env, reopen);
      case Step.Create _, Step.Drop _, Step.Read _, Step.Index _, Step.Evolve _ ->
          env.runUntilIdle();
    }
  }

  private static void add(List<Row> rows, TableModel now, Table table) {
    boolean refused = false;
    try {
      table.add(rows);
    } catch (InvalidRequest e) {
      refused = true;
    }
    assertThat(refused).isEqualTo(!now.takes(rows));
  }

  private static void keep(Step.Upkeep upkeep, Table table, SimulatedEnv env, Runnable reopen) {
    switch (upkeep) {
      case FLUSH -> table.flush();
      case OPTIMIZE -> table.optimize();
      case AWAIT -> table.awaitUpkeep();
      case BACKGROUND -> env.runOne();
      case REOPEN -> reopen.run();
      case TAKE_SNAPSHOT, CLOSE_SNAPSHOT -> env.runUntilIdle();
    }
  }
}
