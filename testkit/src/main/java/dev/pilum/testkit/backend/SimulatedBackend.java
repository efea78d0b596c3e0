package dev.pilum.testkit.backend;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.Namespace;
import dev.pilum.storage.error.Closed;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Simulated databases, made when first asked for and gone when closed. */
final class SimulatedBackend implements Backend {
  private final long seed;
  private final FaultRates rates;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SimDatabase> databases = new HashMap<>();
  private boolean closed;

  SimulatedBackend(long seed, FaultRates rates) {
    this.seed = seed;
    this.rates = rates;
  }

  @Override
  public BackendCapabilities capabilities() {
    return new BackendCapabilities(true, true, true, true, false);
  }

  @Override
  public Namespace namespace(String name) {
    lock.lock();
    try {
      if (closed) {
        throw new Closed("the backend is closed; open it again");
      }
      SimDatabase database =
          databases.computeIfAbsent(name, n -> SimDatabase.open(seed + n.hashCode(), rates));
      return Namespace.of(name, database.database());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      databases.values().forEach(SimDatabase::close);
      databases.clear();
    } finally {
      lock.unlock();
    }
  }
}
