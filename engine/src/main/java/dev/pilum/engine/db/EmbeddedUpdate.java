package dev.pilum.engine.db;

import dev.pilum.WriteResult;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.UpdatedVectors;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.schema.Schema;
import java.util.function.Function;

/*
 * The update is tried on a view first, which tells what texts it makes; then their vectors are made, while others write; then it is tried
 * for good. Where rows have come meanwhile whose text has no vector it changes nothing, and all begins anew.
 */
/** An update whose rows get new vectors. Once; one thread. */
final class EmbeddedUpdate {
  /** Each further attempt embeds only what came since the last: more than two are rare. */
  private static final int ATTEMPTS = 16;

  private final UpdatedVectors vectors;
  private final Function<TableView, Change.Edit> update;

  /** Makes an update of the rows that {@code update} finds, with their vectors from the other. */
  EmbeddedUpdate(UpdatedVectors vectors, Function<TableView, Change.Edit> update) {
    this.vectors = vectors;
    this.update = update;
  }

  /**
   * Makes the change.
   *
   * @throws Conflict when others go on changing the same rows, or the table has other columns
   */
  WriteResult commit(TableStore store, Schema schema, Embedder embedder) {
    tryOn(store, schema);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      vectors.make(embedder);
      WriteResult result =
          UnderSchema.commit(store, schema, new Change.Decide(this::editOrNothing));
      if (!vectors.lacksAny()) {
        return result;
      }
    }
    throw new Conflict("others kept changing the rows while they were embedded; update again");
  }

  /** Tries the update on the newest view, which notes the vectors that it lacks. */
  private void tryOn(TableStore store, Schema schema) {
    TableView view = UnderSchema.acquire(store, schema);
    try {
      Change.Edit tried = update.apply(view);
      assert tried.removedRowIds().length > 0 || !vectors.lacksAny() : "no row, no vector";
    } finally {
      view.release();
    }
  }

  private Change.Edit editOrNothing(TableView view) {
    Change.Edit edit = update.apply(view);
    return vectors.lacksAny() ? new Change.Edit(new long[0], edit.rows().rows(0, 0)) : edit;
  }
}
