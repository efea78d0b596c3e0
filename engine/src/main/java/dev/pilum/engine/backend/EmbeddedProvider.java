package dev.pilum.engine.backend;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.BackendProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Collections in a folder: a database for each namespace. Settings: {@code path}, or {@code
 * data_dir}, where to; {@code read_only}.
 */
public final class EmbeddedProvider implements BackendProvider {
  private final OpenDatabases databases = new OpenDatabases();

  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedProvider() {}

  @Override
  public String name() {
    return BackendConfig.EMBEDDED;
  }

  @Override
  public List<String> aliases() {
    return List.of("pilum", "local");
  }

  @Override
  public Backend open(BackendConfig config) {
    config.checkKnown(Set.of("path", "data_dir", "read_only"));
    String folder = config.text("path", config.text("data_dir", "data"));
    return new EmbeddedBackend(
        databases, Path.of(folder).toAbsolutePath().normalize(), config.flag("read_only", false));
  }
}
