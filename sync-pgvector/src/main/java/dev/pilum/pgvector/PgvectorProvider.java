package dev.pilum.pgvector;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.BackendProvider;
import java.util.List;

/**
 * Collections as tables of PostgreSQL, searched there by pgvector. docs/providers.md has the
 * settings. By default nothing is created or dropped ({@code ddl: manual}): what is missing is said
 * with the statements to run.
 */
public final class PgvectorProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PgvectorProvider() {}

  @Override
  public String name() {
    return "pgvector";
  }

  @Override
  public List<String> aliases() {
    return List.of("postgres", "postgresql", "postgres-pgvector");
  }

  @Override
  public Backend open(BackendConfig config) {
    return PgBackend.open(PgSettings.of(config));
  }
}
