package dev.pilum.pgvector;

import dev.pilum.backend.BackendConfig;
import dev.pilum.testkit.contract.BackendContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Collections in PostgreSQL, on a real server; skipped where there is none. */
class PgvectorBackendTest extends BackendContract {
  private @Nullable PgSchema schema;

  @Override
  protected BackendConfig config(Path place) {
    if (schema == null) {
      schema = PgSchema.create();
    }
    return BackendConfig.ofUrl(schema.backendUrl("ddl=apply"));
  }

  @AfterEach
  void dropSchema() {
    if (schema != null) {
      schema.close();
    }
  }
}
