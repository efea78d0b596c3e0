package dev.pilum.engine.db;

import dev.pilum.WriteResult;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.schema.Schema;
import java.util.function.Function;

/** Writes that are made for the columns of a table, which somebody may change meanwhile. */
final class UnderSchema {
  private UnderSchema() {}

  /**
   * Runs a write for the columns that there are, and again where it met others. Not where writes
   * are refused: what is wrong with this one would be said of a state that may not last.
   *
   * @param write throws {@link Conflict} then, and has changed nothing
   * @throws dev.pilum.storage.error.Closed when an earlier write has failed
   */
  static <R> R write(TableStore store, Function<Schema, R> write) {
    while (true) {
      store.refuseIfBroken();
      Schema schema = store.schema();
      try {
        return write.apply(schema);
      } catch (Conflict e) {
        if (store.schema() == schema) {
          throw e;
        }
      }
    }
  }

  /**
   * Makes a change.
   *
   * @throws Conflict when the table has other columns
   */
  static WriteResult commit(TableStore store, Schema schema, Change change) {
    return store.commit(new Change.Under(schema, change));
  }

  /**
   * Returns the newest view.
   *
   * @throws Conflict when it has other columns
   */
  static TableView acquire(TableStore store, Schema schema) {
    TableView view = store.acquire();
    if (view.schema() != schema) {
      view.release();
      throw new Conflict(
          "the columns of table '%s' were changed; make the query or write again"
              .formatted(store.folder().root()));
    }
    return view;
  }
}
