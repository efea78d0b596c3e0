package dev.pilum.testkit.contract;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Backends;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend must do; extend it and say how yours is opened. What a backend cannot, by its
 * {@link dev.pilum.backend.BackendCapabilities}, is skipped and said.
 */
public abstract class BackendContract
    implements CollectionsContract,
        StoreContract,
        SearchContract,
        FilterContract,
        TableContract,
        HistoryContract,
        ManyWritersContract,
        PersistenceContract {
  @TempDir private Path folder;
  private @Nullable Backends backends;
  private @Nullable Backend backend;

  /** For subclasses. */
  protected BackendContract() {}

  /**
   * Returns how to open the backend.
   *
   * @param place an empty folder, the same throughout a test
   */
  protected abstract BackendConfig config(Path place);

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public final BackendConfig config() {
    return config(folder);
  }

  @Override
  public final Backends backends() {
    if (backends == null) {
      backends = Backends.discover();
    }
    return backends;
  }

  @Override
  public final Backend backend() {
    if (backend == null) {
      backend = backends().open(config());
    }
    return backend;
  }

  @Override
  public final Backend reopened() {
    close();
    return backend();
  }

  /** Empties what an earlier test may have left on a server. */
  @BeforeEach
  void empty() {
    namespace().collectionNames().forEach(namespace()::drop);
  }

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }
}
