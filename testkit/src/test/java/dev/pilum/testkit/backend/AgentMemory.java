package dev.pilum.testkit.backend;

import dev.pilum.Database;
import dev.pilum.Hit;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an agent remembers: the class under test of the example. Tries again, and reopens. */
final class AgentMemory {
  private static final int ATTEMPTS = 30;
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.utf8()).vector("embedding", 2, Metric.L2).build();

  private final Supplier<Database> reopen;
  private Database database;
  private @Nullable Table table;

  /** Remembers in {@code database}; {@code reopen} gives another when it takes no more writes. */
  AgentMemory(Database database, Supplier<Database> reopen) {
    this.database = database;
    this.reopen = reopen;
  }

  /** Returns once it will be remembered, whatever happens. */
  void remember(String id, float... embedding) {
    attempt(memories -> memories.upsert(Row.of("id", id, "embedding", embedding)).version());
  }

  /** Returns the ids of what is nearest. */
  List<String> recall(float... embedding) {
    return attempt(memories -> {
      List<Hit> hits = memories.search("embedding", embedding).limit(3).hits();
      return hits.stream().map(hit -> hit.row().text("id")).toList();
    });
  }

  private <T> T attempt(Function<Table, T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.apply(table());
      } catch (PilumException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        openAgain();
      }
    }
  }

  private Table table() {
    Table open = table;
    if (open == null) {
      open = database.createTableIfAbsent("memories", SCHEMA);
      table = open;
    }
    return open;
  }

  /** Harmless where trying again would have done; the only way out of a failed write. */
  private void openAgain() {
    try {
      database = reopen.get();
      table = null;
    } catch (PilumException e) {
      table = null; // it may open the next time
    }
  }
}
