package dev.pilum.testkit.contract;

import dev.pilum.backend.BackendConfig;
import java.nio.file.Path;

/** The simulated backend, nothing going wrong. */
class SimulatedBackendTest extends BackendContract {
  @Override
  protected BackendConfig config(Path place) {
    return BackendConfig.ofUrl("simulated:?seed=" + Long.getLong("seed", 0x5EED));
  }

  @Override
  public boolean durable() {
    return false;
  }
}
