package dev.pilum.backend;

import dev.pilum.Database;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of a database as a namespace. */
record DatabaseNamespace(String name, Database database) implements Namespace {
  /** What the engine can do. */
  static final BackendCapabilities CAPABILITIES =
      new BackendCapabilities(true, true, true, true, false);

  @Override
  public List<String> collectionNames() {
    return database.tableNames();
  }

  @Override
  public boolean create(String name, Schema schema) {
    if (database.hasTable(name)) {
      return false;
    }
    try {
      database.createTable(name, schema);
      return true;
    } catch (Conflict e) {
      if (database.hasTable(name)) { // somebody else was first
        return false;
      }
      throw e;
    }
  }

  @Override
  public @Nullable VectorCollection find(String name) {
    return database.hasTable(name) ? new TableCollection(database.openTable(name)) : null;
  }

  @Override
  public boolean exists(String name) {
    return database.hasTable(name);
  }

  @Override
  public boolean drop(String name) {
    boolean there = database.hasTable(name);
    if (there) {
      database.dropTable(name);
    }
    return there;
  }
}
