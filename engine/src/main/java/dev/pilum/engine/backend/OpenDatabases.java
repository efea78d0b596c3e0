package dev.pilum.engine.backend;

import dev.pilum.Database;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The databases that the backends of one provider have open. Backends on one folder share one; the
 * last to let go closes it.
 */
final class OpenDatabases {
  /**
   * Which database, and for what.
   *
   * @param folder an absolute path
   * @param readOnly whether nothing is written to it
   */
  record Place(Path folder, boolean readOnly) {}

  private static final class Shared {
    private final Database database;
    private int users;

    Shared(Database database) {
      this.database = database;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Shared> open = new HashMap<>();

  /** Returns the database, which {@link #release} gives back. */
  Database acquire(Place place) {
    lock.lock();
    try {
      Shared shared = open.get(place);
      if (shared == null) {
        shared = new Shared(opened(place));
        open.put(place, shared);
      }
      shared.users++;
      return shared.database;
    } finally {
      lock.unlock();
    }
  }

  void release(Place place) {
    lock.lock();
    try {
      Shared shared = open.get(place);
      assert shared != null : "released as often as acquired";
      shared.users--;
      if (shared.users == 0) {
        open.remove(place);
        shared.database.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Database opened(Place place) {
    return place.readOnly() ? Database.openReadOnly(place.folder()) : Database.open(place.folder());
  }
}
