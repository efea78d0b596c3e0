package dev.pilum.testkit.contract;

import dev.pilum.backend.BackendConfig;
import java.nio.file.Path;
import java.util.Map;

/** The backend in a folder, which is the default. */
class EmbeddedBackendTest extends BackendContract {
  @Override
  protected BackendConfig config(Path place) {
    return BackendConfig.of(Map.of("path", place));
  }
}
