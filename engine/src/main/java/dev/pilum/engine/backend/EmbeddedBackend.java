package dev.pilum.engine.backend;

import dev.pilum.Database;
import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.Namespace;
import dev.pilum.engine.backend.OpenDatabases.Place;
import dev.pilum.storage.error.Closed;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Databases below one folder, opened when first asked for. */
final class EmbeddedBackend implements Backend {
  private final OpenDatabases databases;
  private final Path root;
  private final boolean readOnly;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Database> used = new HashMap<>();
  private boolean closed;

  EmbeddedBackend(OpenDatabases databases, Path root, boolean readOnly) {
    this.databases = databases;
    this.root = root;
    this.readOnly = readOnly;
  }

  @Override
  public BackendCapabilities capabilities() {
    return new BackendCapabilities(true, true, true, true, false);
  }

  @Override
  public Namespace namespace(String name) {
    return Namespace.of(name, database(new Place(root.resolve(name), readOnly)));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      used.keySet().forEach(databases::release);
      used.clear();
    } finally {
      lock.unlock();
    }
  }

  private Database database(Place place) {
    lock.lock();
    try {
      if (closed) {
        throw new Closed("the backend is closed; open it again");
      }
      Database database = used.get(place);
      if (database == null) {
        database = databases.acquire(place);
        used.put(place, database);
      }
      return database;
    } finally {
      lock.unlock();
    }
  }
}
