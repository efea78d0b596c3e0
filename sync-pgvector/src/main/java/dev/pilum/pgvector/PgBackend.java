package dev.pilum.pgvector;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.Namespace;

/** One schema of a PostgreSQL database as a place of collections. */
final class PgBackend implements Backend {
  private final PgSettings settings;
  private final Connections connections;

  private PgBackend(PgSettings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
  }

  static PgBackend open(PgSettings settings) {
    return new PgBackend(settings, Connections.open(settings));
  }

  @Override
  public BackendCapabilities capabilities() {
    return new BackendCapabilities(true, true, true, true, false);
  }

  @Override
  public Namespace namespace(String name) {
    connections.checkOpen();
    return new PgNamespace(name, settings, connections);
  }

  @Override
  public void close() {
    connections.close();
  }

  /** Returns where it is, without a password. */
  @Override
  public String toString() {
    return "pgvector at " + settings.target();
  }
}
